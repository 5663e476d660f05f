/// Credentials, their tokens and organizations.
@NullMarked
package io.dodil.buildsecrets.e2e.auth;

import org.jspecify.annotations.NullMarked;
