using PaDeNer.Decoding.Entities;

namespace PaDeNer.Decoding.Tests.Entities;

public class DocumentFailureTests
{
    public static TheoryData<Exception> OfDocument =>
        [new ArgumentException("x"), new InvalidOperationException(), new ArithmeticException(), new FormatException(), new KeyNotFoundException(), new OverflowException()];

    public static TheoryData<Exception> OfService =>
    [
        new InsufficientMemoryException(),
        new OperationCanceledException(),
        new TaskCanceledException(),
        new ObjectDisposedException("model"),
        new DllNotFoundException(),
        new TypeInitializationException("x", new InvalidOperationException()),
        new InvalidOperationException("wraps", new InsufficientMemoryException()),
        new AggregateException(new OperationCanceledException()),
    ];

    [Theory]
    [MemberData(nameof(OfDocument))]
    public void Whatever_a_document_makes_a_stage_throw_is_its_own_failure(Exception failure) => Assert.True(DocumentFailure.IsOfDocument(failure));

    [Theory]
    [MemberData(nameof(OfService))]
    public void What_would_fail_for_the_next_document_too_is_not(Exception failure) => Assert.False(DocumentFailure.IsOfDocument(failure));

    [Theory]
    [InlineData(DocumentFault.ReadingFailed, "Reading this document failed")]
    [InlineData(DocumentFault.PlanningFailed, "Planning this document failed")]
    [InlineData(DocumentFault.DecodingFailed, "Decoding this document failed")]
    [InlineData(DocumentFault.WritingFailed, "Writing the result of this document failed")]
    public void The_outcome_says_which_stage_threw_what_and_where_and_quotes_nothing(DocumentFault stage, string what)
    {
        InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() => Fail("the document's text"));

        DocumentOutcome outcome = DocumentFailure.Of(stage, failure);

        Assert.Equal(stage, outcome.Fault);
        Assert.Equal(
            $"{what}: InvalidOperationException in DocumentFailureTests.Fail. No other document is concerned; it is a defect, please report it with the record.", outcome.Detail);
    }

    private static void Fail(string text) => throw new InvalidOperationException(text);
}
