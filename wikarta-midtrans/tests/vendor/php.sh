#!/bin/sh
# Runs the vendor's PHP integration tests (28) against `wikarta emulator`. They come from a checkout of
# the vendor's repository, midtrans/midtrans-php at 2.6.2: PHP_SUITE names its directory, or else it is
# cloned from GitHub. Needs php with curl, phpunit 9 (Debian: php-cli php-curl phpunit), git, curl.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/emulator.sh"

suite PHP_SUITE midtrans-php 2.6.2
grep -q '"version": "2.6.2"' composer.json || { echo "not version 2.6.2" >&2; exit 1; }

# The host names; and what PHPUnit 9 asks of tests that were written for PHPUnit 5: return types, the
# old name of its base class, and containing in a text as it was then.
redirect Midtrans tests/integration
find tests/integration -name '*.php' -exec sed -i -E \
    's/function (setUp|tearDown|setUpBeforeClass)\(\)$/function \1(): void/' {} +
cat > bootstrap.php <<'PHP'
<?php
class PHPUnit_Framework_TestCase extends PHPUnit\Framework\TestCase
{
    public static function assertContains($needle, $haystack, string $message = ''): void
    {
        is_string($haystack)
            ? self::assertStringContainsString($needle, $haystack, $message)
            : parent::assertContains($needle, $haystack, $message);
    }
}
require_once __DIR__ . '/Midtrans.php';
require_once __DIR__ . '/tests/integration/IntegrationTest.php';
require_once __DIR__ . '/tests/utility/MtFixture.php';
PHP

key() { sed -n "s/.*name=\"$1\" value=\"\(.*\)\".*/\1/p" phpunit.xml; }
start_emulator "$(key SERVER_KEY)" "$(key CLIENT_KEY)"
SERVER_KEY=$(key SERVER_KEY) CLIENT_KEY=$(key CLIENT_KEY) \
    phpunit --no-configuration --bootstrap bootstrap.php tests/integration
