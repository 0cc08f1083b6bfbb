using System.Text;

namespace PaDeNer.Architecture.Tests.Pages;

/// <summary>
/// As much of the shell's grammar as the pages use: words, quotes, comments, pipes and lists, redirections, here documents, command
/// substitution. Gives the simple commands in the order in which they stand. Pure.
/// </summary>
internal sealed class ShellText
{
    private readonly string _text;
    private readonly List<string[]> _commands = [];
    private readonly List<string> _words = [];
    private readonly List<string> _hereDocuments = [];
    private readonly StringBuilder _word = new();
    private bool _inWord;
    private bool _isTarget;
    private int _at;

    private ShellText(string text) => _text = text;

    /// <summary>The simple commands of a script, each as its words.</summary>
    public static IReadOnlyList<string[]> Commands(string script)
    {
        ShellText reader = new(script + "\n");
        while (reader._at < reader._text.Length)
        {
            reader.Step();
        }

        return reader._commands;
    }

    private void Step()
    {
        char now = _text[_at++];
        switch (now)
        {
            case '\\':
                Escape();
                break;
            case '\'':
                Append(_text[_at..Closing('\'')]);
                _at = Closing('\'') + 1;
                break;
            case '"':
                DoubleQuoted();
                break;
            case '$' or '<' when Next == '(':
                Substitution();
                break;
            case '#' when !_inWord:
                _at = _text.IndexOf('\n', _at);
                break;
            case ' ' or '\t':
                EndWord();
                break;
            case '\n':
                EndCommand();
                SkipHereDocuments();
                break;
            case ';' or '|' or '&' or '(' or ')':
                EndCommand();
                break;
            case '<' or '>':
                Redirection(now);
                break;
            default:
                Append(now.ToString());
                break;
        }
    }

    private char Next => _at < _text.Length ? _text[_at] : '\0';

    private int Closing(char quote) => _text.IndexOf(quote, _at) is >= 0 and var place ? place : throw new FormatException($"a {quote} is not closed");

    private void Append(string part)
    {
        _word.Append(part);
        _inWord = true;
    }

    private void Escape()
    {
        if (Next != '\n')
        {
            Append(Next.ToString());
        }

        _at++;
    }

    private void DoubleQuoted()
    {
        Append(string.Empty);
        for (; Next != '"'; _at++)
        {
            if (_at >= _text.Length)
            {
                throw new FormatException("a \" is not closed");
            }

            if (Next == '$' && _text[_at + 1] == '(')
            {
                _at++;
                Substitution();
                _at--;
            }
            else
            {
                _at += Next == '\\' ? 1 : 0;
                Append(Next.ToString());
            }
        }

        _at++;
    }

    /// <summary>What stands in $(...) and &lt;(...) are commands too; the word keeps their text.</summary>
    private void Substitution()
    {
        int begin = _at + 1, depth = 0;
        do
        {
            depth += Next switch { '(' => 1, ')' => -1, '\0' => throw new FormatException("a ( is not closed"), _ => 0 };
            _at++;
        }
        while (depth > 0);
        string inner = _text[begin..(_at - 1)];
        _commands.AddRange(Commands(inner));
        Append(inner);
    }

    private void Redirection(char sign)
    {
        if (_word.Length > 0 && _word.ToString().All(char.IsAsciiDigit))
        {
            _word.Clear();
            _inWord = false;
        }

        EndWord();
        if (sign == '<' && Next == '<')
        {
            int end = _text.IndexOfAny([' ', '\n', '|', ';'], _at);
            _hereDocuments.Add(_text[(_at + 1)..end].Trim('\'', '"'));
            _at = end;
            return;
        }

        while (Next is '>' or '&')
        {
            _at++;
        }

        _isTarget = true;
    }

    private void SkipHereDocuments()
    {
        foreach (string end in _hereDocuments)
        {
            int place = _text.IndexOf($"\n{end}\n", _at - 1, StringComparison.Ordinal);
            _at = place < 0 ? throw new FormatException($"a here document does not end with {end}") : place + end.Length + 2;
        }

        _hereDocuments.Clear();
    }

    private void EndWord()
    {
        if (_inWord && !_isTarget)
        {
            _words.Add(_word.ToString());
        }

        _isTarget &= !_inWord;
        _inWord = false;
        _word.Clear();
    }

    private void EndCommand()
    {
        EndWord();
        _isTarget = false;
        if (_words.Count > 0)
        {
            _commands.Add([.. _words]);
            _words.Clear();
        }
    }
}
