package io.dodil.buildsecrets.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/// What a token stands for.
///
/// @param scopes that it was asked for with
record Grant(
    String id,
    String client,
    List<Organization> organizations,
    Set<String> scopes,
    Instant expiry) {}
