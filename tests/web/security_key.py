"""A security key made of software: answers WebAuthn requests as a browser would send them (ES256, attestation none)."""

import json
import os
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

PRESENT, CREDENTIAL = AuthenticatorData.FLAG.UP, AuthenticatorData.FLAG.AT


class SecurityKey:
    def __init__(self, origin: str = "https://testserver") -> None:
        self.origin = origin
        self.rp_hash = sha256(origin.partition("://")[2].encode()).digest()
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(16)

    def create(self, options: str) -> str:
        client = self._client("webauthn.create", options)
        public = AttestedCredentialData.create(b"\0" * 16, self.id, ES256.from_cryptography_key(self.key.public_key()))
        data = AuthenticatorData.create(self.rp_hash, PRESENT | CREDENTIAL, 0, public)
        attestation = AttestationObject.create("none", data, {})
        return self._answer(clientDataJSON=client, attestationObject=bytes(attestation))

    def get(self, options: str) -> str:
        client = self._client("webauthn.get", options)
        data = bytes(AuthenticatorData.create(self.rp_hash, PRESENT, 1))
        signature = self.key.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(clientDataJSON=client, authenticatorData=data, signature=signature)

    def _client(self, kind: str, options: str) -> bytes:
        challenge = json.loads(options)["publicKey"]["challenge"]
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, **response: bytes) -> str:
        key = websafe_encode(self.id)
        answer: dict[str, Any] = {"id": key, "rawId": key, "type": "public-key", "clientExtensionResults": {}}
        answer["response"] = {name: websafe_encode(value) for name, value in response.items()}
        return json.dumps(answer)
