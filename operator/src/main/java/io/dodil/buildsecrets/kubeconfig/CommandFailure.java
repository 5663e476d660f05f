package io.dodil.buildsecrets.kubeconfig;

/// A command can't be done: it ends with this sentence, which is our own, quotes no one, and says
/// what to fix.
public final class CommandFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private final String sentence;

  public CommandFailure(String sentence) {
    super(sentence, null, false, false);
    this.sentence = sentence;
  }

  public String sentence() {
    return sentence;
  }
}
