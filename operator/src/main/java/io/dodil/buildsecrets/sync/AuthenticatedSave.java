package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.auth.HeldToken;
import io.dodil.buildsecrets.model.Sensitive;
import java.util.Optional;

/// A request that is prepared, with a token that may be used for its organization.
///
/// @param held the token as it is held for its credential; empty for a ready-made one
/// @param mayRefresh whether the token may be exchanged for a fresh one if it is refused
record AuthenticatedSave(
    PreparedSave prepared, Sensitive token, Optional<HeldToken> held, boolean mayRefresh) {}
