namespace PaDeNer.Testing.Engines;

/// <summary>What a text does to the steps it has a part in.</summary>
public enum Poison
{
    /// <summary>The engine throws half-way.</summary>
    Throws,

    /// <summary>The engine refuses the step.</summary>
    Refuses,

    /// <summary>No output of the step is a number, nor of any step after it until the engine was emptied, whoever's it is.</summary>
    TakesNumbers,
}
