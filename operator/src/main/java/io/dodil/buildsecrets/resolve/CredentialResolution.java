package io.dodil.buildsecrets.resolve;

import io.dodil.buildsecrets.model.Credential;
import io.dodil.buildsecrets.model.Problem;
import java.util.List;

/// What came of looking up a spec's credential.
public sealed interface CredentialResolution {

  record Resolved(Credential credential) implements CredentialResolution {}

  record Unresolved(List<Problem> problems) implements CredentialResolution {

    public Unresolved {
      problems = List.copyOf(problems);
    }
  }
}
