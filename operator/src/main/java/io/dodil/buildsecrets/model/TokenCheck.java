package io.dodil.buildsecrets.model;

import java.util.Optional;

/// What was asked of a token before it was used to save to an organization, and found.
///
/// @param isNamed whether the token names that organization; else it names none
/// @param id the organization's immutable id that the token carries; empty: it was not asked for
public record TokenCheck(boolean isNamed, Optional<String> id) {}
