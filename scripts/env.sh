# Sourced by ./run, ./test, ./check and ./bench: makes the environment in .venv from a hash-locked list, once per list.
# Says in one sentence what is missing and the command that helps; leaves nothing half-made.

jx_fail() { echo "$1" >&2; exit 1; }

jx_python() {
  JX_PYTHON=${PYTHON:-python3}
  command -v "$JX_PYTHON" >/dev/null 2>&1 || jx_fail "没有找到 $JX_PYTHON：请先安装 Python 3.11 或更新版本（Debian：apt install python3 python3-venv）。"
  "$JX_PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    jx_fail "$JX_PYTHON 的版本低于 3.11：请安装 Python 3.11 或更新版本，再用 PYTHON=python3.11 $0 启动。"
  "$JX_PYTHON" -c 'import venv, ensurepip' 2>/dev/null ||
    jx_fail "这台机器的 Python 缺少 venv 模块：请先执行 apt install python3-venv，再重新启动。"
}

# jx_env LOCK: .venv holds exactly what LOCK names; the stamp is the lock's own sum, so a changed lock is installed anew.
jx_env() {
  lock=$1
  sum=$(cksum <"$lock")
  [ -x .venv/bin/python ] && [ "$(cat ".venv/.$lock" 2>/dev/null)" = "$sum" ] && return 0
  # The developers' list holds all of the product's own, so an environment made for tests serves ./run too.
  if [ "$lock" = requirements.lock ] && [ -x .venv/bin/python ] && [ -f .venv/.requirements-dev.lock ] &&
    [ "$(cat .venv/.requirements-dev.lock)" = "$(cksum <requirements-dev.lock)" ]; then
    return 0
  fi
  jx_python
  echo "正在准备运行环境（第一次约需半分钟）……" >&2
  [ -w . ] || jx_fail "没有权限写入 $(pwd)：请换到可写的目录，或执行 sudo chown -R $(id -un) . 之后再启动。"
  [ -x .venv/bin/python ] || "$JX_PYTHON" -m venv .venv || jx_fail "无法建立 .venv：请检查磁盘空间（df -h .）后重试。"
  log=.venv/install.log
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock" >"$log" 2>&1 ||
    { tail -n 3 "$log" >&2; jx_fail "安装依赖没有成功：请检查网络或内网软件源后重试，详情见 $log。"; }
  echo "$sum" >".venv/.$lock"
}
