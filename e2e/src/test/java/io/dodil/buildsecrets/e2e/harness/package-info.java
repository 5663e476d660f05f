/// What tests are made of: clusters, operators, namespaces of teams, and what they are watched
/// with.
@NullMarked
package io.dodil.buildsecrets.e2e.harness;

import org.jspecify.annotations.NullMarked;
