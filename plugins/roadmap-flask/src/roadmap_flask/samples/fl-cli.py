import click
from flask import Flask, current_app

app = Flask("shop")
app.config["TEAS"] = ["assam", "sencha"]


@app.cli.command("brew")
@click.argument("tea")
@click.option("--cups", default=1, show_default=True, type=click.IntRange(1, 12))
def brew(tea, cups):
    """Brew some cups of TEA."""
    if tea not in current_app.config["TEAS"]:
        raise click.BadParameter(f"there is no {tea}; there is {', '.join(current_app.config['TEAS'])}")
    click.echo(f"{cups} x {tea}")


runner = app.test_cli_runner()
for arguments in (["brew", "assam", "--cups", "3"], ["brew", "coffee"], ["brew", "--help"]):
    result = runner.invoke(args=arguments)
    print("$ flask --app shop", *arguments, "-> exit code", result.exit_code)
    print(result.output)
