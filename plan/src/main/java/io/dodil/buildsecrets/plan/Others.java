package io.dodil.buildsecrets.plan;

import io.dodil.buildsecrets.model.Resource;
import java.util.List;

/// The other resources, as far as the caller can see them.
///
/// @param resources those of the file too
public record Others(Scope scope, List<Resource> resources) {

  public Others {
    resources = List.copyOf(resources);
  }

  /// Where the caller may look.
  public enum Scope {
    EVERYWHERE,
    NAMESPACE,
    NOWHERE
  }
}
