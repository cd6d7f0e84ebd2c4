using Platform;

namespace Web.Ui;

/// <summary>Puts a refusal beside the field it is about: each pair says which error code belongs to which field.</summary>
/// <param name="places">Error codes and the ids of their fields; a code that ends in a slash stands for all that begin with it.</param>
public sealed class FormFaults(params (string Code, string Field)[] places)
{
    /// <summary>Why the form was refused, or null.</summary>
    public Error? Error { get; set; }

    /// <summary>What to say at the top of the form: a refusal that is about no field of it.</summary>
    public string? Rest => Error is { } e && !places.Any(p => Is(e, p.Code)) ? e.Message : null;

    /// <summary>The tone of it: nobody did anything wrong when a page was merely open for too long.</summary>
    public string Tone => Error?.Code == Http.StaleForms.Code ? "warn" : "bad";

    /// <summary>What to say beside the field, or null.</summary>
    public string? this[string field] => Error is { } e && places.Any(p => p.Field == field && Is(e, p.Code)) ? e.Message : null;

    /// <summary>What the control of the field carries when it is wrong: it says so, names the sentence and takes the focus.</summary>
    public IReadOnlyDictionary<string, object>? Marks(string field) => this[field] is null ? null
        : new Dictionary<string, object> { ["aria-invalid"] = "true", ["aria-describedby"] = field + "-e", ["autofocus"] = true };

    static bool Is(Error error, string code) => code.EndsWith('/') ? error.Code.StartsWith(code, StringComparison.Ordinal) : error.Code == code;
}
