# shellcheck shell=bash
# ./padener test --packages: the Debian package is built, installed in a root of its own, started against Kafka's in-process broker, upgraded
# and purged; the container image (image.sh) is built on the same root and run.

run_packages() {
    trap tests_ended EXIT
    if [[ $(id -u) -ne 0 ]]; then
        left_out packages 'only root can install in a root of its own'
    elif ! command -v debootstrap >/dev/null; then
        left_out packages 'debootstrap is not installed'
    else
        scratch=$(mktemp -d)
        jail=$scratch/root
        trap 'ended_with=$?; leave_jail; [[ $ended_with -eq 0 || $failed -gt 0 ]] || failed=1; tests_ended' EXIT
        mkdir -p "$logs"
        make_jail
        # First, while the root is clean.
        test_image
        if command -v dpkg-deb >/dev/null; then
            test_packages
        else
            left_out packages 'dpkg-deb is not installed'
        fi
    fi
    [[ $failed -eq 0 ]]
}

make_jail() {
    step_number=0 step_total=1
    step 'Debian root'
    doing bootstrapping,
    logged debootstrap debootstrap --variant=minbase --include=libgomp1,libstdc++6,ca-certificates,systemd-standalone-sysusers bookworm "$jail" \
        || fail 'debootstrap failed.' "Log: $logs/debootstrap.log"
    ended ready
}

test_packages() {
    local started=$SECONDS published=$root/.cache/deb/published tree=$root/.cache/deb/tree
    script_passed=0 script_failed=0 step_number=0
    mkdir -p "$scratch/debs"
    publish --output "$published" --self-contained
    printf 'folder: with .NET %d MB (packed %d MB)\n' "$(megabytes "$published")" "$(packed "$published" .)"
    expect 'A folder has the licences, the notices and the bill of materials of what it holds' has_notices "$published" "${notices[@]}"
    test_other_processor
    deb_tree "$published" "$tree"
    build_deb "$tree" "$(product_version)" "$scratch/debs"
    build_deb "$tree" "$(product_version)+1" "$scratch/debs"
    first=$(find "$scratch/debs" -name "padener_$(product_version)_*") second=$(find "$scratch/debs" -name "padener_$(product_version)+1_*")
    printf 'package: %s, %d MB\n' "${first##*/}" "$(($(stat -c %s "$first") / 1048576))"
    mount -t proc proc "$jail/proc" && mount --rbind --make-rslave /dev "$jail/dev"
    if command -v systemd-analyze >/dev/null; then
        expect 'The unit keeps what systemd can take away from it' unit_is_tight "$tree/usr/lib/systemd/system/padener.service"
    else
        left_out 'the unit of systemd' 'systemd-analyze is not installed'
    fi
    expect 'It installs' deb_installs "$first"
    expect 'The program runs from its link, and says its version' in_jail padener --version
    expect 'It reads the configuration of /etc, which is valid' in_jail_says '# file: /usr/lib/padener/config/padener.json' padener check-config
    expect 'The configuration is kept as one that people change' in_jail_says /etc/padener/padener.json dpkg-query --showformat '${Conffiles}' --show padener
    expect 'Its user and its folder are there' in_jail sh -c 'id padener && test "$(stat -c %U:%a /var/lib/padener)" = padener:750'
    expect 'Manual and completions are there' deb_has_documents
    expect 'The licences, the notices and the bill of materials of what it holds are there' deb_has_notices
    expect 'Nothing of it is anybody else'\''s to write' in_jail sh -c '! find /usr/lib/padener /etc/padener ! -type l -perm /022 | grep .'
    expect 'The demo runs in it' in_jail_says '"label":"PER"' padener demo --model small --documents 5
    expect 'The daemon runs as its user, against the in-process broker, until it is ready, and ends well' deb_serves
    expect 'An upgrade keeps what was changed in the configuration' deb_upgrades "$second"
    expect 'A purge leaves nothing behind' deb_purges
    counted packages "$started" "$script_passed" "$script_failed" 0
}

# What a folder of ours says of whom, at the places where publish puts it.
notices=(LICENSE NOTICE THIRD-PARTY-NOTICES sbom.cdx.json models/LICENCE.md)

# A folder for the processor that this machine does not have. It can be made and looked at here, and not run.
test_other_processor() {
    local other=linux-arm64
    step_number=0
    [[ $(platform) != "$other" ]] || other=linux-x64
    if (publish --output "$scratch/other" --self-contained --runtime "$other"); then
        expect "A folder for $other has nothing in it for another processor" other_is_whole "$other"
    elif grep -qE "NU110[123].*Microsoft\.(NETCore|AspNetCore)\.App\.[A-Za-z]+\.$other" "$logs/publish.log"; then
        left_out "a folder for $other" "this machine's package sources do not have .NET for it in the SDK's version"
    else
        script_failed=$((script_failed + 1))
        printf '    A folder for %s can be made [FAIL]\n' "$other"
    fi
}

other_is_whole() { equal '' "$(foreign_files "$scratch/other" "$1")" && has_notices "$scratch/other" "${notices[@]}"; }

clean_environment=(env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive)
in_jail() { chroot "$jail" "${clean_environment[@]}" "$@" </dev/null; }

# in_jail_says TEXT COMMAND...: the command ends well and says TEXT.
in_jail_says() {
    local said
    said=$(in_jail "${@:2}") || return 1
    [[ $said == *"$1"* ]] || { printf '%s\n' "$said" && return 1; }
}

leave_jail() {
    local mounted
    for mounted in dev proc; do
        if mountpoint -q "$jail/$mounted"; then umount -l "$jail/$mounted"; fi
    done
    [[ -z ${container:-} ]] || "${storage[@]}" umount "$container" >/dev/null 2>&1 || true
    rm -rf --one-file-system "$scratch"
    rm -rf "$root/.cache/deb"
}

deb_installs() { cp "$1" "$jail/tmp/padener.deb" && in_jail dpkg -i /tmp/padener.deb; }

unit_is_tight() {
    local exposure
    exposure=$(systemd-analyze security --offline=yes "$1" | sed -nE 's/.*exposure level for .*: ([0-9.]+) .*/\1/p')
    printf 'exposure %s\n' "$exposure"
    [[ -n $exposure ]] && awk -v e="$exposure" 'BEGIN { exit !(e <= 1.5) }'
}

deb_has_documents() {
    local file
    for file in man/man1/padener.1.gz bash-completion/completions/padener zsh/vendor-completions/_padener fish/vendor_completions.d/padener.fish \
        doc/padener/changelog.gz doc/padener/SECURITY.md; do
        [[ -s $jail/usr/share/$file ]] || { printf 'missing: %s\n' "$file" && return 1; }
    done
    bash -n "$jail/usr/share/bash-completion/completions/padener"
}

deb_has_notices() {
    local documents=share/doc/padener
    has_notices "$jail/usr" "$documents"/{copyright,NOTICE,THIRD-PARTY-NOTICES.gz,sbom.cdx.json} lib/padener/models/LICENCE.md \
        && [[ $(zcat "$jail/usr/$documents/THIRD-PARTY-NOTICES.gz" | grep -c '^librdkafka.redist ') -eq 1 ]]
}

# A demo that keeps running lends its broker; the daemon joins it in a group of its own.
deb_serves() {
    local broker="" demo daemon status=0 deadline=$((SECONDS + 120))
    # Not by in_jail: a signal has to reach the program and not a shell around it.
    chroot "$jail" "${clean_environment[@]}" padener demo --model small --keep-running --set Http:Port=0 --set Http:Address=127.0.0.1 --set Api:Enabled=false >"$logs/packages-demo.log" 2>&1 </dev/null &
    demo=$!
    until broker=$(grep -oE '127\.0\.0\.1:[0-9]+' "$logs/packages-demo.log" | head -n 1) && grep -q 'status page' "$logs/packages-demo.log"; do
        ((SECONDS < deadline)) || { kill_jail "$demo" && cat "$logs/packages-demo.log" && return 1; }
        sleep 1
    done
    chroot --userspec=padener:padener "$jail" "${clean_environment[@]}" padener serve --model small --bootstrap-servers "$broker" \
        --set Kafka:GroupId=packaged --set Http:Port=19464 --set Http:Address=127.0.0.1 --set Api:Enabled=false >"$logs/packages-serve.log" 2>&1 </dev/null &
    daemon=$!
    until http_says ready; do
        { ((SECONDS < deadline)) && kill -0 "$daemon" 2>/dev/null; } || { status=1 && break; }
        sleep 1
    done
    kill -TERM "$daemon" 2>/dev/null || status=1
    wait "$daemon" || status=$?
    kill_jail "$demo"
    [[ $status -eq 0 ]] || { cat "$logs/packages-serve.log" && return 1; }
}

http_says() {
    local answer
    answer=$( (exec 3<>/dev/tcp/127.0.0.1/19464 && printf 'GET /health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3 && cat <&3) 2>/dev/null) || return 1
    [[ $answer == *"200 OK"*"$1"* ]]
}

kill_jail() { kill -TERM "$1" 2>/dev/null || true; wait "$1" 2>/dev/null || true; }

deb_upgrades() {
    sed -i 's/"GroupId": "padener"/"GroupId": "changed"/' "$jail/etc/padener/padener.json"
    deb_installs "$1" && in_jail_says '+1' dpkg-query --showformat '${Version}' --show padener && grep -q '"GroupId": "changed"' "$jail/etc/padener/padener.json" \
        && in_jail_says 'changed' padener check-config
}

deb_purges() {
    in_jail dpkg --purge padener || return 1
    local left
    left=$(cd "$jail" && find etc usr var/lib -path var/lib/dpkg -prune -o -iname '*padener*' -print)
    [[ -z $left ]] || { printf 'left: %s\n' "$left" && return 1; }
}
