package io.dodil.buildsecrets.auth;

import io.dodil.buildsecrets.model.Fingerprint;
import io.dodil.buildsecrets.model.Sensitive;

/// A token, with what it came from.
///
/// @param credential of the id and secret that it was exchanged for
/// @param secretVersion resourceVersion of the Secret that held them
public record HeldToken(
    Sensitive token, TokenClaims claims, Fingerprint credential, String secretVersion) {}
