"""The settings, from environment variables `AFTALEGRAF_*`; the defaults run with no setting at all."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from graph.remote.errors import check_address
from ingest.errors import AftalegrafError
from service.http.origins import read_origins

SHORTEST_TOKEN = 16
HEADER = re.compile(r"[A-Za-z0-9-]+")
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
    operator: str = Field(default="", description="Who runs the service, as its pages name them.")
    contact: str = Field(default="", description="Mail or web address for users' questions and complaints.")
    phone: str = Field(default="", description="Telephone number for the same.")
    accessibility_statement: str = Field(default="", description="Address of the statement in WAS-Tool.")
    milvus: str = Field(
        default="", description="Milvus that holds the vectors: an address, or a file that ends in .db."
    )
    milvus_token: SecretStr = Field(default=SecretStr(""), description="User and password, or key, for Milvus.")
    publish_user: str = Field(default="", description="User's name on the server that `publish` loads.")
    publish_password: SecretStr = Field(default=SecretStr(""), description="The password that goes with it.")
    upload_token: SecretStr = Field(
        default=SecretStr(""), description="Secret with which users log in to add and correct agreements; off if empty."
    )
    upload_user_header: str = Field(
        default="", description="Header in which a trusted proxy names the user who may do so; no login then."
    )
    upload_mebibytes: int = Field(default=20, ge=1, le=47, description="Largest file that can be uploaded, in MiB.")
    upload_days: int = Field(default=30, ge=1, description="Days after which an unfinished contribution is removed.")

    @field_validator("upload_token")
    @classmethod
    def _is_long(cls, token: SecretStr) -> SecretStr:
        if 0 < len(token.get_secret_value()) < SHORTEST_TOKEN:
            raise ValueError(
                f"a token must have at least {SHORTEST_TOKEN} characters; make one with `openssl rand -hex 16`"
            )
        return token

    @field_validator("upload_user_header")
    @classmethod
    def _is_header(cls, name: str) -> str:
        if name and not HEADER.fullmatch(name):
            raise ValueError("the name of a header has letters, digits and hyphens, such as X-Forwarded-User")
        return name

    @field_validator("origins")
    @classmethod
    def _are_origins(cls, text: str) -> str:
        read_origins(text)
        return text

    @field_validator("accessibility_statement")
    @classmethod
    def _is_web_address(cls, url: str) -> str:
        if url and not url.startswith(("https://", "http://")):
            raise ValueError("it must be a web address that begins with https://")
        return url

    @field_validator("sparql_url")
    @classmethod
    def _is_address(cls, url: str) -> str:
        return check_address(url) if url else url

    @field_validator("milvus")
    @classmethod
    def _is_address_or_file(cls, place: str) -> str:
        return place if not place or place.endswith(".db") else check_address(place)
