# shellcheck shell=bash
# llama.cpp's shared libraries: <cache>/llama-<release>-<backend>/, exported as PADENER_LLAMA_DIR.

# llama_backend ARGS...: cpu, unless the arguments or the environment say otherwise.
llama_backend() {
    local chosen=${PADENER__Model__Backend:-cpu} previous="" argument
    for argument in "$@"; do
        case $argument in
            --backend=*) chosen=${argument#--backend=} ;;
            [Mm]odel:[Bb]ackend=*) chosen=${argument#*=} ;; # after --set
            *) [[ $previous != --backend ]] || chosen=$argument ;;
        esac
        previous=$argument
    done
    # Configuration values are read without regard to case, so the script does the same.
    echo "${chosen,,}"
}

# llama_pin BACKEND: sets llama_package, llama_sha256 and llama_dir.
llama_pin() {
    local variant pin
    variant=$(platform)
    case $1 in
        cpu) ;;
        cuda) variant+=-cuda ;;
        *) fail "there is no backend '$1': cpu and cuda are known." ;;
    esac
    pin=LLAMA_SHA256_${variant//-/_}
    llama_package=@node-llama-cpp/$variant
    llama_sha256=${!pin:-}
    [[ -n $llama_sha256 ]] || fail "there are no prebuilt llama.cpp libraries for $variant." \
        "Use --backend cpu, or build llama.cpp $LLAMA_RELEASE with shared libraries and set PADENER_LLAMA_DIR to their folder."
    llama_dir=$cache/llama-$LLAMA_RELEASE-$1
}

# Decides where the libraries are to be and tells the executable; whether they are there is setup_llama's business.
use_llama() {
    llama_given=${PADENER_LLAMA_DIR:-}
    if [[ -n $llama_given ]]; then
        compgen -G "$llama_given/libllama*.so" >/dev/null || fail "PADENER_LLAMA_DIR is $llama_given, but there is no libllama*.so in it." \
            "Unset it to let this script fetch the libraries."
    else
        llama_pin "$backend"
        export PADENER_LLAMA_DIR=$llama_dir
    fi
}

# The checksum inside says which pin the folder was made from: a changed pin under the same release is seen.
llama_ready() { [[ -f $llama_dir/.sha256 && $(<"$llama_dir/.sha256") == "$llama_sha256" ]]; }

llama_install() {
    if llama_ready; then return; fi
    work=$(mktemp -d "$cache/llama.XXXXXX")
    npm_package "$llama_package" "$LLAMA_NPM_VERSION" "$llama_sha256" "$work"
    mkdir "$work/llama"
    mv "$work"/package/bins/*/*.so "$work/package/LICENSE" "$work/llama/"
    echo "$llama_sha256" >"$work/llama/.sha256"
    # Renamed into place as a whole: nobody ever sees half a folder.
    rm -rf "$llama_dir"
    mv "$work/llama" "$llama_dir"
}

# The CUDA build needs NVIDIA's run-time libraries, which are not ours to fetch.
llama_check_cuda() {
    local missing
    missing=$(ldd "$llama_dir/libggml-cuda.so" 2>/dev/null | awk '/not found/ { printf "%s ", $1 }')
    [[ -z $missing ]] || note "padener: the CUDA backend also needs ${missing% } (NVIDIA's driver and CUDA 13 run time); install them or add their folder to LD_LIBRARY_PATH."
}

setup_llama() {
    step "llama.cpp libraries $LLAMA_RELEASE ($backend)"
    if [[ -n $llama_given ]]; then
        ended "given by PADENER_LLAMA_DIR"
    elif llama_ready; then
        ended cached
    else
        doing fetching,
        locked llama llama_install
        ended ready
        [[ $backend != cuda ]] || llama_check_cuda
    fi
}
