"""TLS under Discord's own host names, with a certificate authority that is thrown away.

With it the unmodified client speaks to the local Discord at https://discord.com: only the connector
differs, whose resolver maps Discord's names to loopback and refuses every other name.
"""

import ipaddress
import socket
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from aiohttp.abc import AbstractResolver, ResolveResult

HOSTS = ("discord.com", "gateway.discord.gg", "cdn.discordapp.com", "media.discordapp.net")
"""The names that the certificate covers, with everything below discord.com."""


@dataclass(frozen=True, slots=True)
class ThrowAwayTls:
    """A server's TLS context and the authority that signed its certificate (PEM)."""

    server_context: ssl.SSLContext
    authority_pem: str

    def client_context(self) -> ssl.SSLContext:
        """Return a context that trusts the throw-away authority and nothing else."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cadata=self.authority_pem)
        return context


def make_tls() -> ThrowAwayTls:
    """Make an authority and a certificate for Discord's names, valid for a day around 2000-2100.

    The private keys touch the disk only inside a temporary folder that is gone on return.
    """
    # The package is a development tool, and TLS the only thing that needs it.
    # ruff: noqa: PLC0415 - so it is imported here
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    def name(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    # Fixed far-apart dates: the certificate lives for one process, on whatever clock it has.
    begins = datetime(2000, 1, 1, tzinfo=UTC)
    ends = begins + timedelta(days=36_500)
    authority_key = ec.generate_private_key(ec.SECP256R1())
    authority_name = name("Throw-away authority of a local Discord")
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
    key_id = x509.SubjectKeyIdentifier.from_public_key(authority_key.public_key())
    authority = (
        x509.CertificateBuilder()
        .subject_name(authority_name)
        .issuer_name(authority_name)
        .public_key(authority_key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(key_id, critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    key = ec.generate_private_key(ec.SECP256R1())
    names: list[x509.GeneralName] = [x509.DNSName(host) for host in (*HOSTS, "*.discord.com")]
    names.append(x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name("discord.com"))
        .issuer_name(authority_name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(key_id), critical=False
        )
        .sign(authority_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with TemporaryDirectory() as folder:
        chain = Path(folder) / "server.pem"
        chain.write_bytes(private + certificate.public_bytes(pem))
        context.load_cert_chain(chain)
    return ThrowAwayTls(context, authority.public_bytes(pem).decode())


class LoopbackResolver(AbstractResolver):
    """Resolves Discord's host names to the local Discord, and no other name at all."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return loopback for a name of Discord's.

        Raises:
            OSError: The name is another one; nothing may leave the machine.
        """
        if host not in HOSTS and not host.endswith(".discord.com"):
            message = f"{host} is not served by the local Discord"
            raise OSError(message)
        return [
            ResolveResult(
                hostname=host,
                host="127.0.0.1",
                port=self._port,
                family=socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
        ]

    async def close(self) -> None:
        """Hold nothing, so release nothing."""
