"""The command line: one program, jixiao. Reading and checking need no database and never import Django."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from jixiao.kernel.refusal import Refused

FAILED, REFUSED, USAGE = 1, 2, 64
LEVELS = ("block", "error", "warn", "info")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 findings at the asked level, 2 refused."""
    options = parser().parse_args(arguments)
    if getattr(options, "data", None):
        os.environ["JIXIAO_DATA"] = str(Path(options.data).resolve())
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED
    except BrokenPipeError:  # the reader of our output went away (| head): nothing left to say
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - kept open to the end on purpose
        return REFUSED
    except KeyboardInterrupt:
        return 130


def parser() -> argparse.ArgumentParser:
    """Describe the commands."""
    top = argparse.ArgumentParser(prog="jixiao", description="预算绩效管理：把绩效目标文件读出来、核对、改过来。")
    commands = top.add_subparsers(required=True, metavar="命令")

    read = commands.add_parser("read", help="读出文件里的绩效目标")
    read.add_argument("file", metavar="文件", type=Path)
    read.add_argument("--json", action="store_true", help="按约定的 JSON 输出")
    read.set_defaults(run=_read)

    check = commands.add_parser("check", help="核对绩效目标文件，列出问题")
    check.add_argument("files", metavar="文件", type=Path, nargs="+", help="文件或文件夹")
    check.add_argument("--json", action="store_true", help="按约定的 JSON 输出")
    check.add_argument("--html", metavar="文件", type=Path, help="另存核对报告（一个网页文件，可打印）")
    check.add_argument("--xlsx", metavar="文件", type=Path, help="另存问题清单（Excel）")
    check.add_argument("--fail-on", choices=LEVELS, default="block", metavar="级别", help="有此级别及以上的问题时退出码为 1（默认 block）")
    check.add_argument("--jobs", type=int, default=0, metavar="N", help="同时核对的进程数（默认按处理器数）")
    check.set_defaults(run=_check)

    for name, run, text in (("init", _init, "准备数据库和数据目录，首次运行时建立三员账号"), ("demo", _demo, "装入示例单位和示例文件")):
        command = commands.add_parser(name, help=text)
        command.add_argument("--data", metavar="目录", help="数据目录（默认 var，或环境变量 JIXIAO_DATA）")
        command.set_defaults(run=run)
        if run is _init:
            _opening(command)

    unlock = commands.add_parser("unlock", help="清除一个人的第二因素和登录限制（安全保密员本人手机遗失）")
    unlock.add_argument("username", metavar="用户名")
    unlock.add_argument("--data", metavar="目录", help="数据目录（默认 var，或环境变量 JIXIAO_DATA）")
    unlock.set_defaults(run=_unlock)

    link = commands.add_parser("link", help="给一个人发一次性登录链接（忘记密码、首次登录）")
    link.add_argument("username", metavar="用户名")
    link.add_argument("--port", type=int, default=8000, metavar="端口")
    link.add_argument("--data", metavar="目录", help="数据目录（默认 var，或环境变量 JIXIAO_DATA）")
    link.set_defaults(run=_link)

    serve = commands.add_parser("serve", help="启动网页服务")
    serve.add_argument("--port", type=int, default=8000, metavar="端口")
    serve.add_argument("--data", metavar="目录", help="数据目录（默认 var，或环境变量 JIXIAO_DATA）")
    serve.add_argument("--no-demo", action="store_true", help="不装入示例")
    serve.set_defaults(run=_serve)
    _opening(serve)

    _audit(commands.add_parser("audit", help="审计日志").add_subparsers(required=True, metavar="命令"))
    return top


def _opening(command: argparse.ArgumentParser) -> None:
    """Describe what is said at the first start."""
    command.add_argument("--bureau", metavar="名称", default="", help="首次启动：本级财政部门的名称")
    command.add_argument("--administrators", metavar="姓名,姓名,姓名", default="", help="首次启动：系统管理员、安全保密员、安全审计员")


def _audit(commands: Any) -> None:
    """Describe the commands of the log."""
    verify = commands.add_parser("verify", help="逐条核对日志链和签名的检查点，指出第一处断裂")
    verify.set_defaults(run=_verify)
    checkpoint = commands.add_parser("checkpoint", help="为日志现在的末尾签一个检查点")
    checkpoint.set_defaults(run=_checkpoint)
    export = commands.add_parser("export", help="导出全部日志（JSON 行，可脱离数据库核对）")
    export.add_argument("file", metavar="文件", type=Path)
    export.set_defaults(run=_export)
    offline = commands.add_parser("verify-export", help="核对导出的日志文件，不需要数据库")
    offline.add_argument("file", metavar="文件", type=Path)
    offline.set_defaults(run=_verify_export)
    for command in (verify, checkpoint, export):
        command.add_argument("--data", metavar="目录", help="数据目录（默认 var，或环境变量 JIXIAO_DATA）")
    for command in (verify, offline):
        command.add_argument("--checkpoints", metavar="文件", type=Path, help="另行保管的检查点文件")
        command.add_argument("--public-key", metavar="文件", type=Path, help="另行保管的公钥（checkpoint.pub）")


def _read(options: argparse.Namespace) -> int:
    from .checking import read

    return read(options.file, as_json=options.json)


def _check(options: argparse.Namespace) -> int:
    from .checking import check

    return check(options.files, as_json=options.json, html=options.html, xlsx=options.xlsx, fail_on=options.fail_on, jobs=options.jobs)


def _init(options: argparse.Namespace) -> int:
    from .serving import init

    return init(bureau=options.bureau, administrators=options.administrators)


def _demo(_options: argparse.Namespace) -> int:
    from .serving import demo

    return demo()


def _link(options: argparse.Namespace) -> int:
    from .serving import link

    return link(options.username, port=options.port)


def _unlock(options: argparse.Namespace) -> int:
    from .opening import unlock

    return unlock(options.username)


def _serve(options: argparse.Namespace) -> int:
    from .serving import serve

    return serve(port=options.port, with_demo=not options.no_demo, bureau=options.bureau, administrators=options.administrators)


def _verify(options: argparse.Namespace) -> int:
    from .auditing import verify

    return verify(checkpoints=options.checkpoints, public_key=options.public_key)


def _checkpoint(_options: argparse.Namespace) -> int:
    from .auditing import checkpoint

    return checkpoint()


def _export(options: argparse.Namespace) -> int:
    from .auditing import export

    return export(options.file)


def _verify_export(options: argparse.Namespace) -> int:
    from .auditing import verify_export

    return verify_export(options.file, checkpoints=options.checkpoints, public_key=options.public_key)
