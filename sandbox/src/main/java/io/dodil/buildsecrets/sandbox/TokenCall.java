package io.dodil.buildsecrets.sandbox;

/// A call of the token endpoint and how it ended.
///
/// @param client empty when no client of that id exists: what came may be anything
/// @param scope that was asked for; empty: none, or one that nobody knows
/// @param status what was answered; 0: nothing
/// @param outcome `issued` or the OAuth error's description
/// @param fault the type of the fault that it met; empty: none
public record TokenCall(
    Arrival arrival, String client, String scope, int status, String outcome, String fault) {}
