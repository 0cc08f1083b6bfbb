# shellcheck shell=bash
# ./padener publish: a folder that runs without this repository and without this script.
#   padener, padener.dll, ...     the executable (with --self-contained it brings .NET along)
#   runtimes/                     llama.cpp's libraries, found from the executable's own folder
#   models/ config/               the default model and the configuration, found the same way; not what only the tools read
#   LICENSE NOTICE THIRD-PARTY-NOTICES sbom.cdx.json SECURITY.md

publish_usage='Usage: ./padener publish --output DIR [--self-contained] [--runtime linux-x64|linux-arm64] [--backend cpu|cuda]'

publish() {
    local output="" self_contained="" runtime="" foreign
    while [[ $# -gt 0 ]]; do
        case $1 in
            --output | -o) output=${2:-} && shift ;;
            --output=*) output=${1#--output=} ;;
            --self-contained) self_contained=yes ;;
            --runtime) runtime=${2:-} && shift ;;
            --runtime=*) runtime=${1#--runtime=} ;;
            --backend) shift ;;
            --backend=*) ;;
            *) fail "publish does not know '$1'." "$publish_usage" ;;
        esac
        [[ $# -eq 0 ]] || shift
    done
    [[ -n $output ]] || fail 'publish needs a folder to write to.' "$publish_usage"
    [[ -z $runtime || $runtime == linux-x64 || $runtime == linux-arm64 ]] || fail "there are no native libraries for '$runtime'." "$publish_usage"
    output=$(realpath -m -- "$output")
    # An earlier publication may be replaced; a folder with anything else in it is somebody's.
    [[ ! -e $output || -f $output/padener.dll || -z $(ls -A "$output") ]] \
        || fail "$output is not empty and holds no earlier publication." "Choose another folder."

    step_total=4
    setup_sdk
    runtime=${runtime:-$(platform)}
    publish_executable "$self_contained" "$runtime"
    mapfile -t foreign < <(foreign_files "$root/.cache/publish/out" "$runtime")
    [[ ${#foreign[@]} -eq 0 ]] || fail "what was compiled for $runtime holds parts that are for another processor, or are missing:" "${foreign[@]}"
    publish_notices "$root/.cache/publish/out" "$root/.cache/publish"
    publish_data "$output"
    note "Published: $output/padener"
    [[ $runtime != linux-arm64 ]] || note 'For linux-arm64, which is untested: nobody has run it there yet.'
}

# foreign_files FOLDER PLATFORM: programs and libraries in a folder that another processor would have to run, as their own first bytes say it (ELF; PE, with
# what .NET compiled ahead), and what has to be there for the platform and is not. A line each; none where all is well.
foreign_files() {
    local folder=$1 needed file head at machine elf=3e00 managed=6486 ahead=1dfd
    [[ $2 != linux-arm64 ]] || elf=b700 managed=64aa ahead=1dd1
    for needed in padener padener.dll '*librdkafka.so' "runtimes/$2/native/*libllama.so" "runtimes/$2/native/*libggml-cpu.so"; do
        [[ -n $(find "$folder" -type f -path "$folder/$needed" -print -quit) ]] || printf 'missing: %s\n' "$needed"
    done
    while IFS= read -r -d '' file; do
        head=$(od -An -v -tx1 -w64 -N64 "$file") head=${head// /}
        case $head in
            7f454c46*) [[ ${head:36:4} == "$elf" ]] || printf '%s\n' "${file#"$folder/"}" ;;
            4d5a*)
                at=$((16#${head:126:2}${head:124:2}${head:122:2}${head:120:2} + 4))
                machine=$(od -An -v -tx1 -j "$at" -N2 "$file") machine=${machine// /}
                # 4c01: in no processor's language, as most of .NET's are.
                [[ $machine == 4c01 || $machine == "$managed" || $machine == "$ahead" ]] || printf '%s\n' "${file#"$folder/"}"
                ;;
        esac
    done < <(find "$folder" -type f -size +63c -print0 | LC_ALL=C sort -z)
}

publish_executable() {
    # Only a self-contained folder, or one for another machine, names a platform to the SDK: that asks NuGet for .NET itself in exactly the SDK's version,
    # which a mirror need not have. Without, the SDK's own launcher is used, and our own property leaves out the native libraries of other platforms.
    local target=(-p:PadenerPlatform="$2")
    if [[ -n $1 ]]; then
        target+=(--runtime "$2" --self-contained)
    elif [[ $2 != "$(platform)" ]]; then
        target+=(--runtime "$2" --no-self-contained)
    fi
    step "executable for $2"
    doing compiling,
    rm -rf "$root/.cache/publish/out"
    # A folder of its own for intermediate files: building for one platform would spoil the next plain build's.
    dotnet_logged publish 'the executable could not be published.' publish "$root/src/Daemon/Daemon.csproj" --configuration Release "${target[@]}" \
        --artifacts-path "$root/.cache/publish" --output "$root/.cache/publish/out" \
        -p:PublishDocumentationFiles=false -p:PadenerBackend="$backend" -nodeReuse:false -verbosity:minimal --tl:off
    ended ready
}

publish_data() {
    local output=$1 made=$root/.cache/publish/out folder
    step 'model, configuration, licence'
    cp "$root/LICENSE" "$root/NOTICE" "$root/SECURITY.md" "$made/"
    for folder in models config; do
        [[ ! -d $root/$folder ]] || cp -r "$root/$folder" "$made/"
    done
    # Device profiles, annotated texts: the daemon reads none of them.
    rm -rf "$made/config/profiles" "$made/config/samples/annotated" "$made"/config/samples/*.conll
    # Packages unpack with their own idea of permissions; whoever runs the result need not be who made it.
    chmod -R a+rX "$made"
    mkdir -p "$output"
    find "$output" -mindepth 1 -delete
    cp -r "$made/." "$output/"
    rm -rf "$made"
    ended ready
}
