package io.dodil.buildsecrets.model;

/// What a save replaces: the credentials of one organization at one API. A function of spec and
/// configuration alone.
///
/// @param apiUrl normalized, see [Endpoint]
public record Target(String apiUrl, String organization) {}
