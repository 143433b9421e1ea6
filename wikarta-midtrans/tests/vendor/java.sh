#!/bin/sh
# Runs the vendor's Java tests against `wikarta emulator`, all but the payouts' (Iris, another product).
# They come from a checkout of the vendor's repository, midtrans/midtrans-java at 3.2.2: JAVA_SUITE
# names its directory, or else it is cloned from GitHub. JSON_SUITE does the same for
# stleary/JSON-java, which Debian does not have. Needs a JDK, curl, and Debian's libokhttp-java
# liblombok-java junit5 libjackson2-databind-java.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/emulator.sh"

suite JAVA_SUITE midtrans-java v3.2.2
redirect library
# The Jackson of today infers this type more strictly than the one the tests were written with.
sed -i 's/new TypeReference<Map<String, Object>>/new TypeReference<HashMap<String, Object>>/' \
    library/src/test/java/com/midtrans/java/mockupdata/DataMockup.java

mkdir "$work/json" "$work/own" "$work/classes"
if [ -n "${JSON_SUITE:-}" ]; then
    git -C "$JSON_SUITE" archive HEAD | tar -x -C "$work/json"
else
    git clone --quiet --depth 1 https://github.com/stleary/JSON-java.git "$work/json"
fi
# The SDK names a logger that Debian has no package of; it only prints.
mkdir -p "$work/own/okhttp3/logging"
cat > "$work/own/okhttp3/logging/HttpLoggingInterceptor.java" <<'JAVA'
package okhttp3.logging;

public final class HttpLoggingInterceptor implements okhttp3.Interceptor {
    public enum Level { NONE, BASIC, HEADERS, BODY }

    public HttpLoggingInterceptor setLevel(Level level) {
        return this;
    }

    @Override
    public okhttp3.Response intercept(Chain chain) throws java.io.IOException {
        return chain.proceed(chain.request());
    }
}
JAVA

jars=/usr/share/java
libraries=$jars/okhttp.jar:$jars/okio.jar:$jars/lombok.jar:$jars/jackson-databind.jar
libraries=$libraries:$jars/jackson-core.jar:$jars/jackson-annotations.jar
junit=$jars/junit-jupiter-api.jar:$jars/junit-jupiter-engine.jar:$jars/junit-jupiter-params.jar
junit=$junit:$jars/junit-platform-commons.jar:$jars/junit-platform-engine.jar
junit=$junit:$jars/junit-platform-launcher.jar:$jars/junit-platform-console.jar
junit=$junit:$jars/junit-platform-reporting.jar:$jars/opentest4j.jar:$jars/apiguardian-api.jar
junit=$junit:$jars/picocli.jar:$jars/univocity-parsers.jar
find "$work/json/src/main" "$work/own" library/src/main/java library/src/test/java -name '*.java' \
    ! -name 'Iris*Test.java' ! -name 'MidtransIris*Test.java' > "$work/sources"
javac -nowarn -Xlint:none -encoding UTF-8 -cp "$libraries:$junit" \
    -processorpath "$jars/lombok.jar" -d "$work/classes" "@$work/sources" 2> "$work/javac.txt" \
    || { cat "$work/javac.txt" >&2; exit 1; }
cp -R library/src/main/resources/. library/src/test/resources/. "$work/classes"

# Two merchants by their ids, and the year in which the cards of the tests were valid.
constants=library/src/test/java/com/midtrans/java/mockupdata/Constant.java
key() { sed -n "s/.* $1 = \"\(.*\)\";/\1/p" "$constants"; }
merchant() {
    printf 'MERCHANT_ID=%s\nSERVER_KEY=%s\nCLIENT_KEY=%s\n' \
        "$(key "$1")" "$(key "$2ServerKey")" "$(key "$2ClientKey")" > "$work/$2.env"
}
merchant merchantId1 main
merchant merchantId2 second
start_emulator SB-Mid-server-nobody SB-Mid-client-nobody --now 2022-11-23T10:00:00+07:00 \
    --merchant "$work/main.env" --merchant "$work/second.env"
java -cp "$work/classes:$libraries:$junit" org.junit.platform.console.ConsoleLauncher \
    --scan-classpath "$work/classes" --details tree --disable-banner
