package io.dodil.buildsecrets.model;

import java.util.Optional;

/// What a token said of the organization to which it was used to save, as far as that was asked.
///
/// @param isNamed whether the token names that organization; else it names none
/// @param id the organization's immutable id that the token carries; empty: it was not asked for
public record TokenOrganization(boolean isNamed, Optional<String> id) {}
