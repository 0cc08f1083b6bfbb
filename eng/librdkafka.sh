# shellcheck shell=bash
# librdkafka.redist, the package with the native library that Confluent.Kafka asks for. Where the machine's NuGet
# sources have it, nothing happens here. Where they lack it, librdkafka is compiled from its sources, once per
# machine, and packed under the same id and version into eng/packages, which NuGet.config lists as a source.

rdkafka_package=librdkafka.redist.$RDKAFKA_VERSION.nupkg

# Restored once on this machine, or built by us for this clone: the next restore finds it.
rdkafka_ready() {
    [[ -f $root/eng/packages/$rdkafka_package \
        || -f ${NUGET_PACKAGES:-$HOME/.nuget/packages}/librdkafka.redist/$RDKAFKA_VERSION/librdkafka.redist.nuspec ]]
}

# Asks NuGet itself, with this repository's sources and versions: 0 there, 1 not there.
rdkafka_probe() {
    if logged librdkafka-probe dotnet restore "$root/eng/librdkafka/Probe.csproj" -p:BaseIntermediateOutputPath="$root/.cache/obj/"; then return 0; fi
    # "Unable to find package" and "no such version" are answers; anything else means that nobody answered.
    grep -qE 'NU110[123]' "$log" || fail 'NuGet could not be asked for librdkafka.redist.' \
        "Check 'dotnet nuget list source' and the network." "Log: $log"
    return 1
}

rdkafka_build() {
    local kept=$cache/librdkafka-$RDKAFKA_VERSION/$rdkafka_package
    mkdir -p "${kept%/*}" "$root/eng/packages"
    if [[ ! -f $kept ]]; then
        work=$(mktemp -d "$cache/librdkafka.XXXXXX")
        need_compiler
        npm_package "$RDKAFKA_NPM_PACKAGE" "$RDKAFKA_NPM_VERSION" "$RDKAFKA_SHA256" "$work"
        doing 'compiling,'
        logged librdkafka-build rdkafka_compile "$work/package/deps/librdkafka" \
            || fail 'librdkafka did not compile.' "Log: $log"
        logged librdkafka-pack dotnet pack "$root/eng/librdkafka/librdkafka.redist.csproj" --output "$work/nupkg" \
            -p:Version="$RDKAFKA_VERSION" -p:NativeSources="$work/package/deps/librdkafka" -p:NativePlatform="$(platform)" \
            -p:BaseIntermediateOutputPath="$work/obj/" \
            || fail 'librdkafka compiled, but could not be packed for NuGet.' "Log: $log"
        mv "$work/nupkg/$rdkafka_package" "$kept"
    fi
    cp "$kept" "$root/eng/packages/.$rdkafka_package.$$"
    mv "$root/eng/packages/.$rdkafka_package.$$" "$root/eng/packages/$rdkafka_package"
}

# The same features on every machine, whatever headers it happens to have: TLS, SASL PLAIN / SCRAM / OAUTHBEARER and
# every codec. Kerberos and OIDC need more libraries; the real package has them.
rdkafka_compile() {
    cd "$1" || return
    # configure insists on a C++ compiler for a wrapper that is not built here: any compiler's name will do.
    CXX=cc ./configure --disable-debug-symbols --disable-lz4-ext --disable-gssapi --disable-curl \
        --enable-ssl --enable-zlib --enable-zstd \
        && make -j"$(nproc)" -C src librdkafka.so.1 \
        && mkdir packed && cp src/librdkafka.so.1 packed/librdkafka.so
}

setup_librdkafka() {
    step "librdkafka $RDKAFKA_VERSION"
    if rdkafka_ready; then
        ended cached
        return
    fi
    doing 'asking NuGet,'
    if rdkafka_probe; then
        ended 'from NuGet'
    else
        locked librdkafka rdkafka_build
        ended 'built from source'
    fi
}
