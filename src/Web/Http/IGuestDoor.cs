using Microsoft.AspNetCore.Http;

namespace Web.Http;

/// <summary>Knows whether a guest has shown the secret that opens a page; a module with such pages provides it. Until then a guest's forms are a stranger's.</summary>
public interface IGuestDoor
{
    /// <summary>True when the request carries proof that the page was opened.</summary>
    ValueTask<bool> IsOpen(HttpContext context);

    /// <summary>How many bytes a form may have once it is.</summary>
    long FormLimit { get; }
}
