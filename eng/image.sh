# shellcheck shell=bash
# ./padener test --packages, the image: built by buildah from base images that are made here, of Debian and this machine's .NET, and run as its
# user, with its root read-only and without capabilities.

test_image() {
    local started=$SECONDS
    if ! command -v buildah >/dev/null; then
        left_out image 'buildah is not installed'
        return
    fi
    script_passed=0 script_failed=0 step_number=0 step_total=2
    storage=(buildah --root "$scratch/storage" --runroot "$scratch/storage-run" --storage-driver vfs)
    step 'base images'
    doing copying,
    base_image padener-sdk . || fail 'the base image to build in could not be made.'
    base_image padener-runtime dotnet host shared/Microsoft.NETCore.App shared/Microsoft.AspNetCore.App || fail 'the base image to run on could not be made.'
    ended ready
    step 'image'
    doing building,
    # In Docker's own format, because OCI's has no health check.
    logged image "${storage[@]}" build --isolation chroot --pull-never --format docker --build-arg SDK_IMAGE=localhost/padener-sdk \
        --build-arg RUNTIME_IMAGE=localhost/padener-runtime --build-arg COMMIT=0123456789 --file "$root/docker/Dockerfile" --tag localhost/padener "$root" \
        || fail 'the image could not be built.' "Log: $log"
    container=$("${storage[@]}" from --pull-never localhost/padener)
    mounted=$("${storage[@]}" mount "$container")
    ended ready
    printf 'image: application %d MB (packed %d MB), of these models %d MB; .NET and Debian below it %d MB (packed %d MB)\n' \
        "$(megabytes "$mounted/opt/padener")" "$(packed "$mounted" opt/padener)" "$(megabytes "$mounted/opt/padener/models")" \
        "$(($(megabytes "$mounted") - $(megabytes "$mounted/opt/padener")))" "$(packed "$mounted" --exclude=./opt/padener .)"
    expect 'The image says who runs, what listens, what is state, how to ask whether it is well, and what it is' image_is_described
    expect 'Nothing of the build goes on running' build_has_ended
    expect 'The image has native libraries of one platform, and no packages that only the build needs' image_has_one_platform
    expect 'The image has the licences, the notices and the bill of materials of what it holds' has_notices "$mounted/opt/padener" "${notices[@]}"
    expect 'Nothing of the image is its user'\''s to write but state and /tmp' image_is_not_writable
    expect 'The image runs on a read-only root without capabilities, is well and ready, and ends well' image_serves
    counted image "$started" "$script_passed" "$script_failed" 0
}

megabytes() { du -sm --one-file-system "$1" | cut -f1; }

# packed FOLDER PARTS...: as a registry keeps a layer. MB of 1,048,576 bytes, as du has them.
packed() { echo "$(($(tar -C "$1" --one-file-system -c "${@:2}" | gzip | wc -c) / 1048576))"; }

# base_image NAME PARTS...: the clean Debian root with parts of the .NET that this machine has.
base_image() {
    local made folder dotnet
    dotnet=$(dirname -- "$(readlink -f -- "$(command -v dotnet)")")
    made=$("${storage[@]}" from scratch) && folder=$("${storage[@]}" mount "$made") || return 1
    cp -a "$jail/." "$folder/"
    mkdir -p "$folder/usr/share/dotnet"
    (cd "$dotnet" && cp -a --parents "${@:2}" "$folder/usr/share/dotnet/")
    ln -sf ../share/dotnet/dotnet "$folder/usr/bin/dotnet"
    # Whom this machine trusts: package sources may have a certificate of an authority of its own.
    [[ $1 != *sdk ]] || cp -L --remove-destination /etc/ssl/certs/ca-certificates.crt "$folder/etc/ssl/certs/"
    "${storage[@]}" config --env DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 "$made"
    "${storage[@]}" commit --quiet --rm "$made" "localhost/$1" >/dev/null
}

# image_config TEMPLATE: of what the image says of itself.
image_config() { "${storage[@]}" inspect --type image --format "$1" localhost/padener; }

image_is_described() {
    equal '10001:10001' "$(image_config '{{.Docker.Config.User}}')" \
        && equal '/opt/padener/padener serve ' "$(image_config '{{range .Docker.Config.Entrypoint}}{{.}} {{end}}{{range .Docker.Config.Cmd}}{{.}} {{end}}')" \
        && equal '9464/tcp ' "$(image_config '{{range $port, $_ := .Docker.Config.ExposedPorts}}{{$port}} {{end}}')" \
        && equal '/var/lib/padener ' "$(image_config '{{range $folder, $_ := .Docker.Config.Volumes}}{{$folder}} {{end}}')" \
        && equal 'CMD /usr/local/bin/healthcheck ' "$(image_config '{{range .Docker.Config.Healthcheck.Test}}{{.}} {{end}}')" \
        && equal "$(product_version) 0123456789" \
            "$(image_config '{{index .Docker.Config.Labels "org.opencontainers.image.version"}} {{index .Docker.Config.Labels "org.opencontainers.image.revision"}}')"
}

# What the build started knows the commit that it was told.
build_has_ended() { equal '' "$(grep -lasz '^COMMIT=0123456789' /proc/[0-9]*/environ)"; }

image_has_one_platform() {
    local foreign
    foreign=$(foreign_files "$mounted/opt/padener" "$(platform)" && cd "$mounted/opt/padener" && { find ./runtimes -mindepth 1 -maxdepth 1 ! -name "$(platform)"; find . -name '*alpine*' -o -name '*.dll' -path '*runtimes*'; })
    [[ -z $foreign ]] || { printf '%s\n' "$foreign" && return 1; }
    [[ ! -e $mounted/source && ! -e $mounted/usr/share/dotnet/sdk && ! -e $mounted/root/.nuget ]]
}

image_is_not_writable() {
    local open
    open=$(find "$mounted" -xdev ! -type l \( -user 10001 -o -group 10001 -o -perm -002 \) ! -path "$mounted/dev/*" -printf '/%P\n' | LC_ALL=C sort | paste -sd' ')
    equal '/run/lock /tmp /var/lib/padener /var/tmp' "$open"
}

# in_image NAME=VALUE... COMMAND...: as an engine runs it. exec all the way, so that a signal reaches the program itself.
in_image() {
    local environment
    mapfile -t environment < <(image_config '{{range .Docker.Config.Env}}{{println .}}{{end}}' | grep .)
    exec unshare --mount bash -ec '
        mount --bind "$0" "$0" && mount -o remount,bind,ro "$0"
        mount -t proc proc "$0/proc" && mount --rbind --make-rslave /dev "$0/dev"
        mount -t tmpfs -o mode=1777,noexec,nosuid,nodev tmpfs "$0/tmp"
        mount -t tmpfs -o mode=0750,uid=10001,gid=10001 tmpfs "$0/var/lib/padener"
        exec chroot "$0" setpriv --reuid 10001 --regid 10001 --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all env --chdir=/opt/padener -i "$@"
    ' "$mounted" "${environment[@]}" "$@" </dev/null
}

# A demo that keeps running lends its broker.
image_serves() {
    local broker="" demo daemon status=0 deadline=$((SECONDS + 300))
    (in_image /opt/padener/padener demo --model small --keep-running --set Http:Port=0 --set Http:Address=127.0.0.1 --set Api:Enabled=false) >"$logs/image-demo.log" 2>&1 &
    demo=$!
    until broker=$(grep -oE '127\.0\.0\.1:[0-9]+' "$logs/image-demo.log" | head -n 1) && grep -q 'status page' "$logs/image-demo.log"; do
        ((SECONDS < deadline)) || { kill_jail "$demo" && cat "$logs/image-demo.log" && return 1; }
        sleep 1
    done
    (in_image PADENER__Kafka__BootstrapServers="$broker" PADENER__Kafka__GroupId=image PADENER__Http__Port=19465 PADENER__Http__Address=127.0.0.1 \
        PADENER__Api__Port=0 /opt/padener/padener serve) >"$logs/image-serve.log" 2>&1 &
    daemon=$!
    until (in_image PADENER__Http__Port=19465 /usr/local/bin/healthcheck ready) 2>/dev/null; do
        { ((SECONDS < deadline)) && kill -0 "$daemon" 2>/dev/null; } || { status=1 && break; }
        sleep 1
    done
    if [[ $status -eq 0 ]]; then
        (in_image PADENER__Http__Port=19465 /usr/local/bin/healthcheck) && runs_as_nobody "$daemon" || status=1
    fi
    kill -TERM "$daemon" 2>/dev/null || status=1
    wait "$daemon" || status=$?
    kill_jail "$demo"
    [[ $status -eq 0 ]] || { tail -n 20 "$logs/image-serve.log" && return 1; }
}

# runs_as_nobody PROCESS: without rights, where only its state can be written to, which it has done.
runs_as_nobody() {
    local seen=/proc/$1/root
    grep -E '^(Uid|CapEff|CapBnd|NoNewPrivs|VmHWM):' "/proc/$1/status" | tee "$logs/image-process.log"
    equal '10001 0000000000000000 0000000000000000 1' "$(awk '/^(Uid|CapEff|CapBnd|NoNewPrivs):/ { printf "%s%s", separator, $2; separator = " " }' "/proc/$1/status")" \
        && [[ -n $(ls "$seen/var/lib/padener") ]] && ! touch "$seen/opt/padener/written" 2>/dev/null
}
