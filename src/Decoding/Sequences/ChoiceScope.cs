namespace PaDeNer.Decoding.Sequences;

/// <summary>Among which tokens the next one is chosen, and over which its probability is taken.</summary>
public enum ChoiceScope
{
    /// <summary>Any token; probability over the whole vocabulary. The paper's free decoding.</summary>
    Vocabulary,

    /// <summary>One of the row's candidates; probability over the candidates. For models trained that way.</summary>
    Candidates,

    /// <summary>One of the row's candidates; probability over the whole vocabulary, so that it stays comparable with free decoding.</summary>
    CandidatesOverVocabulary,
}
