package io.dodil.buildsecrets.sandbox;

/// A call of the save endpoint and how it ended.
///
/// @param organization the token's; empty when there is none
/// @param scope that its token was asked for with
/// @param status what was answered; 0: nothing
/// @param outcome the reason for it in words, never a value
/// @param fault the type of the fault that it met; empty: none
public record SaveCall(
    Arrival arrival, String organization, String scope, int status, String outcome, String fault) {}
