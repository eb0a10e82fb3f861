"""The settings, from environment variables `AFTALEGRAF_*`; the defaults run with no setting at all."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from graph.remote.errors import check_address
from ingest.errors import AftalegrafError
from service.origins import read_origins

ROOT = Path(__file__).resolve().parent.parent


class SettingsError(AftalegrafError):
    """A setting has a value that it cannot have."""


class Settings(BaseSettings):
    """What an operator can set; every field is documented in the README, which a test checks."""

    model_config = SettingsConfigDict(env_prefix="AFTALEGRAF_", extra="ignore")

    corpus: Path = Field(default=ROOT / "corpus", description="Folder with manifest.toml and the source documents.")
    data: Path = Field(default=ROOT / "data", description="Folder for the built graph and indexes.")
    base: str = Field(default="https://w3id.org/aftalegraf/", description="Base IRI of all names; ends in '/'.")
    encoder: str = Field(default="default", description="'default', or a sentence-transformers model name or folder.")
    reranker: str = Field(default="", description="A cross-encoder's name or folder, to order the first hits anew.")
    host: str = Field(default="127.0.0.1", description="Address that the service listens on.")
    port: int = Field(default=8000, ge=1, le=65535, description="Port that the service listens on.")
    origins: str = Field(default="", description="Origins of other hosts' pages that may ask the JSON API, by spaces.")
    workers: int = Field(default=2, ge=1, le=64, description="Worker processes for SPARQL queries.")
    query_seconds: float = Field(default=30.0, gt=0, description="Time limit of one SPARQL query, in seconds.")
    query_rows: int = Field(default=100_000, ge=1, description="Most rows or triples of one SPARQL result.")
    query_bytes: int = Field(default=67_108_864, ge=1, description="Most bytes of one SPARQL result.")
    query_mebibytes: int = Field(
        default=2048, ge=1024, description="Memory that a worker process may address, in MiB; it starts with some 650."
    )
    query_queue: int = Field(default=16, ge=0, description="SPARQL queries that may wait; the next one gets a 503.")
    sparql_url: str = Field(default="", description="SPARQL server that answers in place of the built graph.")
    milvus: str = Field(
        default="", description="Milvus that holds the vectors: an address, or a file that ends in .db."
    )
    milvus_token: SecretStr = Field(default=SecretStr(""), description="User and password, or key, for Milvus.")
    publish_user: str = Field(default="", description="User's name on the server that `publish` loads.")
    publish_password: SecretStr = Field(default=SecretStr(""), description="The password that goes with it.")

    @field_validator("origins")
    @classmethod
    def _are_origins(cls, text: str) -> str:
        read_origins(text)
        return text

    @field_validator("sparql_url")
    @classmethod
    def _is_address(cls, url: str) -> str:
        return check_address(url) if url else url

    @field_validator("milvus")
    @classmethod
    def _is_address_or_file(cls, place: str) -> str:
        return place if not place or place.endswith(".db") else check_address(place)
