package io.dodil.buildsecrets.model;

import java.time.Instant;

/// One accepted save. Audit line, Event and `status.lastSave` are all made from it.
///
/// @param time when the acceptance arrived, to the second
/// @param tokenOrganization what the token was found to say of the organization
/// @param secrets the Secrets it was made from, the credential's included
/// @param requestId the X-Request-Id that went along
public record SaveReceipt(
    ResourceId resource,
    Instant time,
    long generation,
    String endpoint,
    Target target,
    TokenOrganization tokenOrganization,
    Counts counts,
    SecretVersions secrets,
    String requestId) {}
