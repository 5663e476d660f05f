package io.dodil.buildsecrets.sandbox;

/// A save that was stored, whatever its caller was told.
///
/// @param client whose token it came with
/// @param sent the values of this save alone
public record Save(Arrival arrival, String organization, String client, Holdings sent) {}
