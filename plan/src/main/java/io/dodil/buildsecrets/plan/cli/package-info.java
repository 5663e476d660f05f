/// The command `plan`: reads options and configuration, collects the facts, may ask the token
/// endpoint, and prints plans.
@NullMarked
package io.dodil.buildsecrets.plan.cli;

import org.jspecify.annotations.NullMarked;
