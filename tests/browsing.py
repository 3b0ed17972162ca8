"""The browser of the stories (浏览器): which Chromium, how it is started, and what axe is asked."""

import shutil

from hotline.settings import CHECKOUT

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--lang=zh-CN",
]  # fmt: skip
AXE = CHECKOUT / "hotline" / "web" / "static" / "axe.min.js"
PICTURES = CHECKOUT / ".state" / "screenshots"
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}}
