namespace PaDeNer.Training.Reformulation;

/// <summary>One example for any fine-tuning tool.</summary>
/// <param name="Prompt">Carries no loss.</param>
/// <param name="Completion">Carries the loss; the end-of-text token follows it.</param>
public sealed record TrainingExample(string Prompt, string Completion);
