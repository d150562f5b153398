@echo off
rem Starts the provider plugin of pulumi-trove with the Node.js on PATH.
where node >nul 2>nul || (
  echo pulumi-resource-trove needs Node.js ^^22.17 ^|^| ^>=24.2, and there is no node on PATH. Install Node.js ^(https://nodejs.org^). 1>&2
  exit /b 1
)
rem Node 24 would grow the young generation to 128 MiB in large programs, and never shrink it.
node --max-semi-space-size=8 "%~dp0start.cjs" %*
