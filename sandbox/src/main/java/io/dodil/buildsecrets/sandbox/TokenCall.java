package io.dodil.buildsecrets.sandbox;

/// A call of the token endpoint and how it ended.
///
/// @param client empty when no client of that id exists: what came may be anything
/// @param status what was answered; 0: nothing
/// @param outcome `issued` or the OAuth error's description
/// @param fault the type of the fault that it met; empty: none
public record TokenCall(Arrival arrival, String client, int status, String outcome, String fault) {}
