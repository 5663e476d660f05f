package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.auth.HeldToken;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.model.TokenOrganization;
import java.util.Optional;

/// A request that is prepared, with a token that may be used for its organization.
///
/// @param organization what the token says of the organization
/// @param held the token as it is held for its credential; empty for a ready-made one
/// @param mayRefresh whether the token may be exchanged for a fresh one if it is refused
record AuthenticatedSave(
    PreparedSave prepared,
    Sensitive token,
    TokenOrganization organization,
    Optional<HeldToken> held,
    boolean mayRefresh) {}
