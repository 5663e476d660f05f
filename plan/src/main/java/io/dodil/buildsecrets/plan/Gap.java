package io.dodil.buildsecrets.plan;

import java.util.Optional;

/// What can't be said, and how to find out more.
///
/// @param command for a shell
public record Gap(String sentence, Optional<String> command) {

  public static Gap of(String sentence) {
    return new Gap(sentence, Optional.empty());
  }

  /// A right that the caller lacks.
  ///
  /// @param what a verb and a resource, such as `get secrets/npm`
  public static Gap lacking(String sentence, String what, String namespace) {
    return new Gap(
        sentence,
        Optional.of(
            "kubectl auth can-i %s %s"
                .formatted(what, namespace.isEmpty() ? "-A" : "-n " + namespace)));
  }
}
