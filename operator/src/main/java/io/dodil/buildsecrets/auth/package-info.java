/// Credential -> token -> organization. In: the auth Secret of a resource; out: a token and what
/// its claims say of whom it belongs to. Tokens live in memory alone. Must not import an HTTP
/// client.
@NullMarked
package io.dodil.buildsecrets.auth;

import org.jspecify.annotations.NullMarked;
