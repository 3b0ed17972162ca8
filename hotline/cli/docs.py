"""`hotline docs` (文档): write the pages that are generated from the code's own tables."""

from pathlib import Path

import click

from hotline.domain.picture import lifecycle_page
from hotline.settings import CHECKOUT

PAGE = CHECKOUT / "docs" / "lifecycle.md"


@click.command(help="依流转表重新生成 docs/lifecycle.md")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), default=PAGE, help="写到哪个文件")
def docs(output: Path) -> None:
    """Write the lifecycle page."""
    output.write_text(lifecycle_page(), encoding="utf-8")
    click.echo(f"已写入 {output}")
