"""Peru's cocaine economy as validated tables: production, actors, events and claims."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from peru_narco_data.citation import cite as cite
    from peru_narco_data.citation import sources as sources
    from peru_narco_data.documentation import codebook as codebook
    from peru_narco_data.exporting import export as export
    from peru_narco_data.history import changes as changes
    from peru_narco_data.loading import load as load
    from peru_narco_data.loading import path as path
    from peru_narco_data.loading import tables as tables
    from peru_narco_data.loading import to_parquet as to_parquet
    from peru_narco_data.rules import check as check
    from peru_narco_data.searching import search as search
    from peru_narco_data.series import estimates as estimates
    from peru_narco_data.series import production as production
    from peru_narco_data.telling import as_sentence as as_sentence
    from peru_narco_data.telling import timeline as timeline
    from peru_narco_data.verification import verify as verify
    from peru_narco_data.views import actors as actors
    from peru_narco_data.views import claims as claims
    from peru_narco_data.views import events as events

    __version__: str

# Public name -> module that holds it. Nothing is imported before it is asked for.
_HOME = {
    "actors": "views",
    "as_sentence": "telling",
    "changes": "history",
    "check": "rules",
    "cite": "citation",
    "claims": "views",
    "codebook": "documentation",
    "estimates": "series",
    "events": "views",
    "export": "exporting",
    "load": "loading",
    "path": "loading",
    "production": "series",
    "search": "searching",
    "sources": "citation",
    "tables": "loading",
    "timeline": "telling",
    "to_parquet": "loading",
    "verify": "verification",
}
__all__ = [
    "__version__",
    "actors",
    "as_sentence",
    "changes",
    "check",
    "cite",
    "claims",
    "codebook",
    "estimates",
    "events",
    "export",
    "load",
    "path",
    "production",
    "search",
    "sources",
    "tables",
    "timeline",
    "to_parquet",
    "verify",
]


if not TYPE_CHECKING:  # else a misspelt name would pass for an object

    def __getattr__(name: str) -> object:
        if name == "__version__":
            from peru_narco_data.contract import read

            return read()["version"]
        if name in _HOME:
            from importlib import import_module

            return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
