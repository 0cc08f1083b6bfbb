# shellcheck shell=bash
# ./padener deb: the Debian package, made of what publish makes, by Debian's own dpkg-deb.
#   /usr/bin/padener            the executable, in /usr/lib/padener with .NET, native libraries and models
#   /etc/padener/padener.json   the configuration; dpkg keeps what was changed in it
#   unit, user (sysusers), folder for state (tmpfiles), manual page, completions, notices
# What says how: eng/debian.

package_deb() {
    local output="" version=""
    while [[ $# -gt 0 ]]; do
        case $1 in
            --output | -o) output=${2:-} && shift ;;
            --output=*) output=${1#--output=} ;;
            --backend) shift ;;
            --backend=*) ;;
            *) fail "deb does not know '$1'." 'Usage: ./padener deb --output DIR [--backend cpu|cuda]' ;;
        esac
        [[ $# -eq 0 ]] || shift
    done
    [[ -n $output ]] || fail 'deb needs a folder to write to.' 'Usage: ./padener deb --output DIR [--backend cpu|cuda]'
    command -v dpkg-deb >/dev/null || fail "dpkg-deb is not installed: Debian's packages are made by it."
    version=$(product_version)
    output=$(realpath -m -- "$output")
    mkdir -p "$output"
    publish --output "$root/.cache/deb/published" --self-contained
    deb_tree "$root/.cache/deb/published" "$root/.cache/deb/tree"
    build_deb "$root/.cache/deb/tree" "$version" "$output"
    rm -rf "$root/.cache/deb"
}

deb_architecture() { [[ $(platform) == linux-arm64 ]] && echo arm64 || echo amd64; }

# deb_tree PUBLISHED TREE: the files where they will lie.
deb_tree() {
    local published=$1 tree=$2 program=$2/usr/lib/padener documents=$2/usr/share/doc/padener
    rm -rf "$tree"
    mkdir -p "$program" "$tree/usr/bin" "$tree/etc/padener" "$documents" "$tree/usr/lib/systemd/system" "$tree/usr/lib/sysusers.d" "$tree/usr/lib/tmpfiles.d" \
        "$tree/usr/share/man/man1" "$tree/usr/share/bash-completion/completions" "$tree/usr/share/zsh/vendor-completions" "$tree/usr/share/fish/vendor_completions.d"
    cp -r "$published/." "$program/"
    ln -s ../lib/padener/padener "$tree/usr/bin/padener"
    # The program finds its configuration beside itself, and there lies the way to where people look for it.
    mv "$program/config/padener.json" "$tree/etc/padener/padener.json"
    ln -s /etc/padener/padener.json "$program/config/padener.json"
    sed -E 's#/opt/padener/padener#/usr/bin/padener#; s#/opt/padener#/usr/lib/padener#; s#^DynamicUser=yes#User=padener\nGroup=padener#; /^#/d' \
        "$root/docker/padener.service" >"$tree/usr/lib/systemd/system/padener.service"
    cp "$root/eng/debian/sysusers.conf" "$tree/usr/lib/sysusers.d/padener.conf"
    cp "$root/eng/debian/tmpfiles.conf" "$tree/usr/lib/tmpfiles.d/padener.conf"
    "$published/padener" man | gzip -9n >"$tree/usr/share/man/man1/padener.1.gz"
    "$published/padener" completion bash >"$tree/usr/share/bash-completion/completions/padener"
    "$published/padener" completion zsh >"$tree/usr/share/zsh/vendor-completions/_padener"
    "$published/padener" completion fish >"$tree/usr/share/fish/vendor_completions.d/padener.fish"
    mv "$program/NOTICE" "$program/THIRD-PARTY-NOTICES" "$program/sbom.cdx.json" "$program/SECURITY.md" "$documents/"
    mv "$program/LICENSE" "$documents/copyright"
    gzip -9n "$documents/THIRD-PARTY-NOTICES"
    gzip -9nc "$root/CHANGELOG.md" >"$documents/changelog.gz"
    chmod -R u+rwX,go+rX,go-w "$tree"
}

# build_deb TREE VERSION OUTPUT: the package, and its name as the last word.
build_deb() {
    local tree=$1 version=$2 output=$3 script
    rm -rf "$tree/DEBIAN"
    mkdir -p "$tree/DEBIAN"
    sed "s/@VERSION@/$version/; s/@ARCHITECTURE@/$(deb_architecture)/; s/@SIZE@/$(du -sk "$tree" | cut -f1)/" "$root/eng/debian/control" >"$tree/DEBIAN/control"
    echo /etc/padener/padener.json >"$tree/DEBIAN/conffiles"
    for script in postinst prerm postrm; do install -m 0755 "$root/eng/debian/$script" "$tree/DEBIAN/$script"; done
    chmod 0755 "$tree/DEBIAN"
    dpkg-deb --root-owner-group -Zzstd --build "$tree" "$output/padener_${version}_$(deb_architecture).deb" >&2
}
