package io.dodil.buildsecrets.auth;

import java.net.URI;

/// Names a service account by everything that a token for it is asked with, except the content of
/// its Secret, whose version stands beside it. Two credentials never share a token.
///
/// @param scope empty: none is asked for
/// @param idKey key of the Secret that holds the id
/// @param secretKey key of the Secret that holds the secret
public record CredentialRef(
    URI tokenUrl, String scope, String namespace, String secret, String idKey, String secretKey) {}
