#!/usr/bin/env bash
# Bring a bare Debian (or Ubuntu) with Python >= 3.11 to where the commands can run.
#
#   scripts/bootstrap.sh run    what the portal needs           (make demo)
#   scripts/bootstrap.sh lint   the same and the check tools    (make lint)
#   scripts/bootstrap.sh test   also PostgreSQL and Chromium    (make test)
#
# Installs only what is missing, starts no service, and is done in a moment when nothing is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
purpose=${1:-run}

say() { printf '· %s\n' "$*" >&2; }
die() { printf '错误：%s\n' "$*" >&2; exit 1; }

# ---------------------------------------------------------------- system packages
installed() { dpkg-query -W -f='${db:Status-Abbrev}' "$1" 2>/dev/null | grep -q '^ii'; }

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "需要管理员权限，请先执行：$*"
    fi
}

apt_install() {
    command -v apt-get >/dev/null || die "请先安装这些系统软件包（Debian 名称）：$*"
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300)
    local log
    log=$(mktemp)
    say "安装系统软件包：$*"
    # The package lists may be absent or stale, so a failure is tried again after an update.
    as_root "${apt[@]}" install --no-install-recommends "$@" >"$log" 2>&1 ||
        { as_root "${apt[@]}" update >"$log" 2>&1 &&
            as_root "${apt[@]}" install --no-install-recommends "$@" >>"$log" 2>&1; } ||
        { cat "$log" >&2; die "系统软件包安装失败。"; }
    rm -f "$log"
}

postgres_present() { command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }

# Debian's package makes and starts a cluster of its own, which nobody asked for: it is told not to, for this once.
install_postgres() {
    local conf=/etc/postgresql-common/createcluster.d/alliance-tests.conf
    apt_install postgresql-common
    as_root mkdir -p "$(dirname "$conf")"
    printf 'create_main_cluster = false\n' | as_root tee "$conf" >/dev/null
    apt_install postgresql
    as_root rm -f "$conf"
}

system_packages() {
    local missing=() package
    # Pango and HarfBuzz for WeasyPrint, and the fonts of the house.
    local wanted=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-cjk fonts-lxgw-wenkai)
    [ "$purpose" = test ] && wanted+=(poppler-utils gettext libatomic1)  # the last one for Playwright's driver
    for package in "${wanted[@]}"; do
        installed "$package" || missing+=("$package")
    done
    local browser=present
    [ "$purpose" = test ] && ! command -v chromium >/dev/null && missing+=(chromium) && browser=absent
    [ ${#missing[@]} = 0 ] || apt_install "${missing[@]}"
    # The same engine without windows, which takes a fifth less time. Where a system does not have it, Chromium serves.
    [ "$browser" = present ] || command -v chromium-headless-shell >/dev/null ||
        (apt_install chromium-headless-shell) || say "没有 chromium-headless-shell，用 chromium"
    [ "$purpose" != test ] || postgres_present || install_postgres
}

# ---------------------------------------------------------------- Python
find_python() {
    python=${PYTHON:-$(command -v python3 || true)}
    [ -n "$python" ] || die "没有找到 python3。"
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || die "需要 Python 3.11 或更高版本。"
    "$python" -c 'import venv, ensurepip' 2>/dev/null || apt_install python3-venv
}

# The lock of a purpose, named first in the list; the tools' lock contains the run-time lock.
fingerprint() { { "$python" --version; pwd; cat /dev/null "$@"; } | sha256sum; }

python_packages() {
    local run=(requirements.txt) tools=(requirements-dev.txt requirements.txt) locks
    if [ "$purpose" = run ]; then locks=("${run[@]}"); else locks=("${tools[@]}"); fi
    local stamp=.venv/stamp-${locks[0]}
    find_python
    [ "$(cat "$stamp" 2>/dev/null || true)" = "$(fingerprint "${locks[@]}")" ] && return
    say "安装 Python 依赖到 .venv（首次约需半分钟）"
    # An environment made here by the same Python is brought up to date in place: a demo may be running on it.
    if [ "$(cat .venv/stamp-python 2>/dev/null || true)" != "$(fingerprint)" ]; then
        "$python" -m venv --clear .venv
        # So that a bare `.venv/bin/pytest` finds the project, like `python -m pytest` does.
        pwd >"$(.venv/bin/python -c 'import site; print(site.getsitepackages()[0])')/checkout.pth"
        fingerprint >.venv/stamp-python
    fi
    .venv/bin/pip --disable-pip-version-check install --quiet --quiet --requirement "${locks[0]}"
    fingerprint "${run[@]}" >.venv/stamp-requirements.txt
    fingerprint "${locks[@]}" >"$stamp"
}

# Two commands started at once must not build the same environment twice.
exec 9<.
flock 9
system_packages
python_packages
