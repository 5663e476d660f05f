package io.dodil.buildsecrets.kubernetes;

import static io.dodil.buildsecrets.kubernetes.ApiServer.RESOURCE_LIST;
import static io.dodil.buildsecrets.kubernetes.ApiServer.SECRET_LIST;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ResourceLock(ShellFixture.LOG)
@Timeout(60)
class FailingListTest {

  @ParameterizedTest
  @ValueSource(strings = {RESOURCE_LIST, SECRET_LIST})
  void startsWhenTheFirstListsFail(String list) {
    try (var fixture = ShellFixture.withAcme()) {
      var failure = Answers.status(500);
      fixture.cluster.next(
          list, failure, failure, failure, failure, Answers.status(403), Answers.cut());

      fixture.started();

      fixture.awaitSaved("acme", "npm");
      assertThat(fixture.puts()).isEqualTo(1);
    }
  }

  @Test
  void saysThatSecretsCanNotBeListed() {
    try (var fixture = ShellFixture.withAcme()) {
      fixture.cluster.next(SECRET_LIST, Answers.status(403));

      fixture.started();

      assertThat(fixture.log())
          .anyMatch(
              l -> l.contains("WARN the watch of Secrets failed") && l.contains("answered 403"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {RESOURCE_LIST, SECRET_LIST})
  void takesAListOfNothingForAnEmptyOne(String list) {
    try (var fixture = new ShellFixture()) {
      fixture.cluster.next(
          list, Answers.json("{\"metadata\": {\"resourceVersion\": \"100\"}, \"items\": null}"));
      fixture.started();

      fixture.team("acme");
      fixture.secret("npm", "one");

      fixture.awaitSaved("acme", "npm");
      assertThat(fixture.puts()).isEqualTo(1);
    }
  }
}
