package io.dodil.buildsecrets.plan;

import static io.dodil.buildsecrets.testkit.ResourceBuilder.resource;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.LastSave;
import io.dodil.buildsecrets.auth.HeldToken;
import io.dodil.buildsecrets.auth.TokenClaims;
import io.dodil.buildsecrets.auth.TokenResult;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Fingerprint;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.testkit.Jwt;
import io.dodil.buildsecrets.testkit.ManualTimeSource;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import io.dodil.buildsecrets.testkit.SpecBuilder;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Plans that look different, by the names of their files.
enum Cases {
  FIRST_SAVE {
    @Override
    FactsBuilder facts() {
      return whole(resource("acme", r -> r.spec(Cases::everything)));
    }
  },
  WITHOUT_CONFIGURATION {
    @Override
    FactsBuilder facts() {
      return whole(resource("acme", r -> r.spec(Cases::everything)))
          .validation(
              new Validation.Unasked(Gap.lacking("it was not tried", "create buildsecrets", "ci")))
          .live(new Facts.Live.Hidden());
    }

    @Override
    Optional<Settings> settings() {
      return Optional.empty();
    }
  },
  SAVED_AND_UNCHANGED {
    @Override
    FactsBuilder facts() {
      return npm(saved(0, "npm", "1", "dodil", "1"));
    }
  },
  SAVED_AND_CHANGED {
    @Override
    FactsBuilder facts() {
      return npm(saved(1, "npm", "0", "gone", "7")).secret("dodil", "1", ID, ROBOT, SECRET, HUSH);
    }
  },
  PROBLEMS {
    @Override
    FactsBuilder facts() {
      var resource =
          resource(
              "acme",
              r ->
                  r.spec(
                      s ->
                          s.buildSecret("OTHER", "npm", "tokne")
                              .buildSecret("THIRD", "absent", "key")
                              .from("args")
                              .suspended()));
      return npm(resource).secret("args", "1", "9 bad", HUSH, "GOOD", HUSH);
    }

    @Override
    Optional<Settings> settings() {
      return Optional.of(SettingsBuilder.settings(s -> s.allow("globex", "ci")));
    }
  },
  SECRETS_HIDDEN {
    @Override
    FactsBuilder facts() {
      var resource =
          resource("acme", r -> r.spec(s -> s.git("git").buildSecret("OTHER", "other", "key")));
      return npm(resource)
          .unread("git", SecretFacts.Unread.REFUSED)
          .unread("other", SecretFacts.Unread.FAILED)
          .others(Others.Scope.NAMESPACE);
    }
  },
  FROM_FILE_AND_REFUSED {
    @Override
    FactsBuilder facts() {
      return npm(resource("acme"))
          .fromFile("npm")
          .encrypted("dodil")
          .live(new Facts.Live.Absent())
          .validation(new Validation.Refused(List.of("spec.auth: is missing")));
    }
  },
  OWNED_BY_ANOTHER {
    @Override
    FactsBuilder facts() {
      return npm(resource("acme"))
          .others(
              Others.Scope.NOWHERE,
              resource("older", r -> r.saved(ManualTimeSource.START.minusSeconds(7200))));
    }
  },
  TOKEN_OF_ANOTHER {
    @Override
    FactsBuilder facts() {
      return npm(resource("acme")).token(asked(Jwt.naming("globex", 1)));
    }
  },
  TOKEN_GOOD {
    @Override
    FactsBuilder facts() {
      return npm(resource("acme")).token(asked(Jwt.naming("acme", 1)));
    }
  },
  TOKEN_OPAQUE {
    @Override
    FactsBuilder facts() {
      return npm(resource("acme")).token(asked(Sensitive.of(HUSH)));
    }
  },
  TOKEN_OUTAGE {
    @Override
    FactsBuilder facts() {
      var failure = new Failure.TokenUnavailable(Optional.of(503));
      return npm(resource("acme"))
          .token(new TokenCheck.Asked(new TokenResult.Refused(failure, Optional.empty())));
    }
  },
  READY_MADE_TOKEN_EXPIRED {
    @Override
    FactsBuilder facts() {
      return npm(resource("acme", r -> r.spec(s -> s.token("ready-made"))))
          .secret("ready-made", "1", "token", Jwt.text(Jwt.of("{\"exp\":1}")));
    }
  };

  /// Of every value.
  static final String HUSH = "hush-hush-hush";

  static final String ROBOT = "robot-robot";
  static final String ID = "client-id";
  static final String SECRET = "client-secret";

  abstract FactsBuilder facts();

  Optional<Settings> settings() {
    return Optional.of(SettingsBuilder.settings());
  }

  Plan plan() {
    return new Planner(settings()).plan(facts().build(), ManualTimeSource.START);
  }

  private static void everything(SpecBuilder spec) {
    spec.git("git").from("args").docker("pull");
  }

  private static FactsBuilder npm(Resource resource) {
    return new FactsBuilder(resource)
        .secret("npm", "1", "token", HUSH)
        .secret("dodil", "1", ID, ROBOT, SECRET, HUSH);
  }

  private static FactsBuilder whole(Resource resource) {
    return npm(resource)
        .secret("git", "1", "username", ROBOT, "password", HUSH)
        .secret("args", "1", "A", HUSH, "B", HUSH)
        .typed(
            "kubernetes.io/dockerconfigjson",
            "pull",
            "1",
            ".dockerconfigjson",
            """
            {"auths": {
              "ghcr.io": {"username": "%1$s", "password": "%2$s"},
              "https://index.docker.io/v1/": {"username": "%1$s", "password": "%2$s"},
              "%1$s:%2$s@host": {"username": "%1$s", "password": "%2$s"}}}
            """
                .formatted(ROBOT, HUSH));
  }

  private static Resource saved(int git, String... namesAndVersions) {
    var versions = new LinkedHashMap<String, String>();
    for (int i = 0; i < namesAndVersions.length; i += 2) {
      versions.put(namesAndVersions[i], namesAndVersions[i + 1]);
    }
    var save =
        new LastSave(
            "uid-acme",
            Instant.parse("2026-11-22T10:00:00Z"),
            1L,
            "staging",
            SettingsBuilder.API,
            "acme",
            null,
            null,
            0,
            git,
            1,
            list(versions));
    return resource(
        "acme", r -> r.status(new BuildSecretsStatus(1L, List.of(), save, null, null, null, null)));
  }

  private static List<LastSave.SecretVersion> list(Map<String, String> versions) {
    return versions.entrySet().stream()
        .map(e -> new LastSave.SecretVersion(e.getKey(), e.getValue()))
        .toList();
  }

  private static TokenCheck asked(Sensitive token) {
    var key = Fingerprint.Key.random();
    var held =
        new HeldToken(
            token,
            TokenClaims.of(token),
            key.ofToken(token),
            new HeldToken.SecretSource("uid", "1"),
            Optional.empty());
    return new TokenCheck.Asked(new TokenResult.Obtained(held));
  }

  /// Of its files.
  String file() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Set<String> secrets() {
    return Set.of(HUSH, ROBOT);
  }
}
