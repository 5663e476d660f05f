package io.dodil.buildsecrets.auth;

import java.net.URI;

/// Which credential, for whom: the same Secret shown to another token endpoint is another one.
public record CredentialRef(URI tokenUrl, String namespace, String secret) {}
