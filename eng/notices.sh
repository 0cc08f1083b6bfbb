# shellcheck shell=bash
# What a published folder says of others: sbom.cdx.json, a CycloneDX bill of materials of the packages inside, and THIRD-PARTY-NOTICES,
# their licences and notices, both made of the packages that were restored for it.

# publish_notices FOLDER OBJ: writes both into a folder; OBJ is the one in which the build left what it restored.
publish_notices() {
    local made=$1 restored=$2 packages name version folder
    step 'bill of materials, notices'
    dotnet_logged tools 'the tool that writes the bill of materials could not be restored.' tool restore
    dotnet_logged sbom 'the bill of materials could not be written.' dotnet-CycloneDX src/Daemon/Daemon.csproj --output "$made" --filename sbom.cdx.json \
        --output-format Json --disable-package-restore --base-intermediate-output-path "$restored" --exclude-dev --set-name padener --set-version "$(product_version)"
    packages=$(package_folder)
    {
        notices_head
        while read -r name version; do
            folder=$packages/${name,,}/${version,,}
            [[ -d $folder ]] || fail "the package $name $version is in the bill of materials and not in $packages."
            package_notice "$name" "$version" "$folder"
        done < <(packages_of "$made/sbom.cdx.json")
        native_notice
        [[ ! -f $made/libcoreclr.so ]] || runtime_notice
    } >"$made/THIRD-PARTY-NOTICES"
    ended "$(packages_of "$made/sbom.cdx.json" | wc -l) packages"
}

product_version() { sed -nE 's#.*<Version>(.*)</Version>.*#\1#p' "$root/Directory.Build.props"; }

package_folder() {
    local folder
    folder=$(cd "$root" && dotnet nuget locals global-packages --list | sed -nE 's/^global-packages: *//p')
    echo "${folder%/}"
}

# has_notices FOLDER FILES...: the files are there, none is empty, and all that the bill of materials among them lists has its notice in the other.
# They lie in different places in a folder, an image and a Debian package.
has_notices() {
    local folder=$1 file notices="" sbom="" missing
    shift
    for file in "$@"; do
        [[ -s $folder/$file ]] || { printf 'missing or empty: %s\n' "$file" && return 1; }
        case $file in
            *THIRD-PARTY-NOTICES*) notices=$folder/$file ;;
            *.cdx.json) sbom=$folder/$file ;;
        esac
    done
    missing=$(LC_ALL=C comm -23 <(noted_in "$folder" "$sbom" | LC_ALL=C sort) <(zcat -f "$notices" | LC_ALL=C sort -u))
    [[ -z $missing ]] || { printf 'without a notice: %s\n' "$missing" && return 1; }
}

# noted_in FOLDER SBOM: the headings of notices that a folder has to have.
noted_in() {
    packages_of "$2"
    echo "$llama_heading"
    [[ -z $(find "$1" -name libcoreclr.so -print -quit) ]] || echo "$runtime_heading"
}

llama_heading='llama.cpp and ggml, in LLamaSharp.Backend.*'
runtime_heading='.NET and ASP.NET Core'

# packages_of SBOM: name and version of every package, a line each.
packages_of() { grep -oE '"purl": "pkg:nuget/[^"?]+' "$1" | sed -E 's#.*pkg:nuget/([^@]+)@(.*)#\1 \2#; s/%2[bB]/+/g' | LC_ALL=C sort -uf; }

notices_head() {
    cat <<'END'
PaDeNer.Stream contains the software listed here, each part under its own licence. PaDeNer.Stream itself: see LICENSE and NOTICE. The models: see
models/LICENCE.md.
END
}

# element NAME NUSPEC: the text of an element of a package's description.
element() { sed -nE "s#.*<$1( [^>]*)?>([^<]*)</$1>.*#\2#p" "$2" | head -n 1; }

package_notice() {
    local nuspec licence file found=
    nuspec=$(find "$3" -maxdepth 1 -name '*.nuspec' | head -n 1)
    licence=$(element license "$nuspec")
    [[ $licence != *.* || $licence == *-*.* ]] || licence='see below'
    licence=${licence:-$(element licenseUrl "$nuspec")}
    printf '\n%s\n%s %s\n' "$(printf '=%.0s' {1..100})" "$1" "$2"
    printf 'Licence: %s\n' "${licence:-see below}"
    printf '%s\n' "$(element copyright "$nuspec")" "$(element projectUrl "$nuspec")" | sed '/^$/d; s/&#169;/(c)/; s/&amp;/\&/g'
    while IFS= read -r file; do
        found=yes
        printf '\n--- %s ---\n\n' "${file##*/}"
        tr -d '\r' <"$file" | sed $'1s/^\xef\xbb\xbf//'
    done < <(find "$3" -maxdepth 1 -type f \( -iname 'licen*' -o -iname 'notice*' -o -iname 'third*part*' \) | LC_ALL=C sort)
    [[ $licence != MIT || -n $found ]] || { [[ -n $(element copyright "$nuspec") ]] || printf 'Copyright (c) %s\n' "$(element authors "$nuspec")"; printf '\n' && cat "$root/eng/licences/MIT.txt"; }
    [[ $licence != Apache-2.0 || -n $found ]] || printf '\nThe text of this licence is in the file LICENSE.\n'
}

# What the native packages hold names its authors in its own repository only.
native_notice() {
    printf '\n%s\n%s\nLicence: MIT\nCopyright (c) 2023-2026 The ggml authors\nhttps://github.com/ggml-org/llama.cpp\n\n' "$(printf '=%.0s' {1..100})" "$llama_heading"
    cat "$root/eng/licences/MIT.txt"
}

# .NET itself, in a self-contained folder: the SDK has its notices.
runtime_notice() {
    local sdk file
    sdk=$(dirname "$(readlink -f "$(command -v dotnet)")")
    printf '\n%s\n%s\nLicence: MIT\nCopyright (c) .NET Foundation and Contributors\nhttps://github.com/dotnet/dotnet\n' "$(printf '=%.0s' {1..100})" "$runtime_heading"
    for file in "$sdk"/LICENSE.txt "$sdk"/ThirdPartyNotices.txt; do
        [[ ! -f $file ]] || { printf '\n--- %s ---\n\n' "${file##*/}" && tr -d '\r' <"$file"; }
    done
    [[ -f $sdk/LICENSE.txt ]] || { printf '\n' && cat "$root/eng/licences/MIT.txt"; }
}
