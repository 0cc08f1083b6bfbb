using System.Runtime.InteropServices;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.LLamaSharp;
using PaDeNer.Decoding.Sequences;
using PaDeNer.LLamaSharp.Tests.Support;

namespace PaDeNer.LLamaSharp.Tests;

/// <summary>What happens inside a step, reached through the library's own call-back.</summary>
public sealed class InterruptionTests
{
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate byte AbortCallback(nint data);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void SetAbortCallback(nint context, nint callback, nint data);

    private static TokenId[] Text => TestModels.Tiny.Tokenizer.Tokenize("the inspector went to the inn at dover");

    [Fact]
    public void A_step_that_was_stopped_leaves_an_empty_engine_that_works()
    {
        using LlamaEngine engine = TestModels.Tiny.CreateEngine();
        EngineDriver driver = new(engine);
        TokenChoice expected = driver.Alone(Text);
        driver.Begin().Trim(0).Rows(Text, 0, 1, 2).Run();
        Assert.Equal(Text.Length, engine.CellsInUse);

        WithCallback(engine, static () => true, () =>
        {
            driver.Begin().Rows(Text, 0, 0).Output();
            Assert.Equal(StepStatus.Interrupted, driver.Execute());
            Assert.Equal(0, driver.Result.Count);
        });

        Assert.Equal(0, engine.CellsInUse);
        driver.Begin().Trim(0).Trim(1).Trim(2).Run();
        Assert.Equal(expected, driver.Alone(Text));
    }

    [Fact]
    public void A_second_caller_during_a_step_is_told_so()
    {
        using LlamaEngine engine = TestModels.Tiny.CreateEngine();
        EngineDriver driver = new(engine);
        EngineDriver second = new(engine);
        Exception? fault = null;
        WithCallback(
            engine,
            () =>
            {
                fault ??= Record.Exception(() => second.Begin().Execute());
                return false;
            },
            () => driver.Begin().Rows(Text, 0, 0).Output().Run());

        Assert.Contains("two threads at once", Assert.IsType<EngineFaultException>(fault).Message, StringComparison.Ordinal);
        Assert.NotEqual(default, driver.Alone(Text));
    }

    /// <summary>Who is inside is asked before whether it is closed: the other way round, a call that came in between met a freed engine.</summary>
    [Fact]
    public void Whatever_two_threads_do_while_an_engine_is_disposed_of_ends_in_an_answer()
    {
        LlamaOptions small = new() { ModelPath = "loaded", KvCells = 256, RowsPerStep = 32, OutputsPerStep = 8, Slots = 4 };
        for (int round = 0; round < 100; round++)
        {
            LlamaEngine engine = TestModels.Tiny.CreateEngine(small);
            using Barrier together = new(3);
            Exception?[] faults = new Exception?[3];
            Thread[] threads =
            [
                new(() => faults[0] = At(together, engine.Dispose)),
                new(() => faults[1] = At(together, engine.Dispose)),
                new(() => faults[2] = At(together, () => new EngineDriver(engine).Begin().Trim(0).Execute())),
            ];
            Array.ForEach(threads, static thread => thread.Start());
            Array.ForEach(threads, static thread => thread.Join());

            Assert.All(faults[..2], static fault => Assert.True(fault is null or EngineFaultException, $"Dispose threw {fault}"));
            Assert.True(faults[2] is null or EngineFaultException or ObjectDisposedException, $"a step threw {faults[2]}");
            engine.Dispose();
        }
    }

    private static Exception? At(Barrier together, Action act)
    {
        together.SignalAndWait();
        return Record.Exception(act);
    }

    private static void WithCallback(LlamaEngine engine, Func<bool> callback, Action act)
    {
        nint library = NativeLibrary.Load(TestModels.Tiny.Runtime.LibraryPath);
        SetAbortCallback set = Marshal.GetDelegateForFunctionPointer<SetAbortCallback>(NativeLibrary.GetExport(library, "llama_set_abort_callback"));
        AbortCallback native = _ => callback() ? (byte)1 : (byte)0;
        set(engine.Context.DangerousGetHandle(), Marshal.GetFunctionPointerForDelegate(native), 0);
        try
        {
            act();
        }
        finally
        {
            set(engine.Context.DangerousGetHandle(), 0, 0);
            GC.KeepAlive(native);
        }
    }
}
